import {
  BreadcrumbEntry,
  useRouteRef,
  useRouteRefParams,
} from '@backstage/frontend-plugin-api';
import { ButtonLink, Container, Header } from '@backstage/ui';
import { RiQuestionLine } from '@remixicon/react';
import { callRouteRef, callsRouteRef } from '../routes';
import { useMessages } from '../translation';
import { DocumentTitle, EmptyState, Panel, WhenLoaded } from '../ui';
import { CallFacts } from './CallFacts';
import { useCall } from './useCall';
import styles from './Calls.module.css';

/** One call, whoever made it. */
export function CallPage() {
  const { callId } = useRouteRefParams(callRouteRef);
  // The key starts afresh for another call, so that nothing of the former shows.
  return <OneCall key={callId} id={callId} />;
}

function OneCall(props: { id: string }) {
  const { id } = props;
  const { t } = useMessages();
  const callPath = useRouteRef(callRouteRef);
  const loaded = useCall(id);
  const title = t('calls.detail.title');
  const parts = [loaded.value?.capability, title].flatMap(each => each ?? []);
  return (
    <BreadcrumbEntry
      entry={{ label: title, href: callPath?.({ callId: id }) ?? '' }}
    >
      <DocumentTitle parts={parts}>
        <Header title={title} />
        <Container className={styles.page}>
          <WhenLoaded loaded={loaded} lines={8} missing={<Missing />}>
            {call => (
              <Panel title={call.capability}>
                <div className={styles.facts}>
                  <CallFacts call={call} />
                </div>
              </Panel>
            )}
          </WhenLoaded>
        </Container>
      </DocumentTitle>
    </BreadcrumbEntry>
  );
}

function Missing() {
  const { t } = useMessages();
  const callsPath = useRouteRef(callsRouteRef);
  return (
    <EmptyState
      icon={<RiQuestionLine size={28} />}
      title={t('calls.missing.title')}
      description={t('calls.missing.description')}
      actions={
        callsPath && (
          <ButtonLink variant="secondary" href={callsPath()}>
            {t('calls.missing.back')}
          </ButtonLink>
        )
      }
    />
  );
}
