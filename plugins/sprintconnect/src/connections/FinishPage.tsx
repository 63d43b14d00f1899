import { useEffect, useState } from 'react';
import { useApi, useRouteRef } from '@backstage/frontend-plugin-api';
import { Alert, ButtonLink, Container, Header } from '@backstage/ui';
import { RiLinksLine } from '@remixicon/react';
import type { Connection } from '@sprintconnect/plugin-sprintconnect-common';
import { useLocation, useNavigate } from 'react-router-dom';
import { arrivedAnswer } from '../arrival';
import { sprintConnectApiRef } from '../client';
import { connectionsRouteRef, serverRouteRef } from '../routes';
import { useMessages } from '../translation';
import {
  DocumentTitle,
  EmptyState,
  ErrorNotice,
  SkeletonLines,
  useLoad,
} from '../ui';
import { finishOnce } from './finishOnce';
import { hostOf, serverLabel } from './serverLabel';
import { wayBack } from './wayBack';
import styles from './Connections.module.css';

/** Where authorization servers send readers back to: sends on what they brought along, and says what came of it. */
export function FinishPage() {
  const { t } = useMessages();
  const answer = useArrival();
  return (
    <DocumentTitle parts={[t('connections.finish.title')]}>
      <Header title={t('connections.finish.title')} />
      <Container className={styles.page}>
        <div className={styles.single}>
          {answer ? <Finishing answer={answer} /> : <NothingBrought />}
        </div>
      </Container>
    </DocumentTitle>
  );
}

/** What the browser brought along, which stands in the address no longer than it takes to read it. */
function useArrival() {
  const { pathname, search } = useLocation();
  const navigate = useNavigate();
  const [answer] = useState(() => arrivedAnswer(search));
  useEffect(() => {
    if (search) navigate(pathname, { replace: true });
  }, [navigate, pathname, search]);
  return answer;
}

function Finishing(props: { answer: Record<string, string> }) {
  const { answer } = props;
  const { t } = useMessages();
  const client = useApi(sprintConnectApiRef);
  const { value, error } = useLoad('finish', () => finishOnce(client, answer));
  if (value) return <Connected connection={value} />;
  if (!error) {
    return (
      <div role="status" aria-label={t('connections.finish.busy')}>
        <SkeletonLines lines={3} />
      </div>
    );
  }
  return (
    <div className={styles.panel}>
      <ErrorNotice title={t('connections.finish.failed')} error={error} />
      <Onward label={t('actions.retry')} />
    </div>
  );
}

function Connected(props: { connection: Connection }) {
  const { server, issuer } = props.connection;
  const { t } = useMessages();
  const name = serverLabel(server);
  return (
    <div className={styles.panel}>
      <Alert
        role="status"
        icon
        status="success"
        title={t('connections.finish.done', { name })}
        description={t('connections.finish.doneText', {
          name,
          issuer: hostOf(issuer),
        })}
      />
      <Onward label={t('connections.finish.back')} serverId={server.id} />
    </div>
  );
}

/** Back to where the login began; else to the server, and to all accounts. */
function Onward(props: { label: string; serverId?: string }) {
  const { label, serverId } = props;
  const { t } = useMessages();
  const all = useRouteRef(connectionsRouteRef)?.();
  const serverPath = useRouteRef(serverRouteRef);
  const [from] = useState(wayBack);
  const to = from ?? (serverId && serverPath?.({ serverId }));
  return (
    <div className={styles.actions}>
      {to && <ButtonLink href={to}>{label}</ButtonLink>}
      {all && (
        <ButtonLink variant="secondary" href={all}>
          {t('connections.link.all')}
        </ButtonLink>
      )}
    </div>
  );
}

function NothingBrought() {
  const { t } = useMessages();
  return (
    <EmptyState
      icon={<RiLinksLine size={28} />}
      title={t('connections.finish.nothing')}
      description={t('connections.finish.nothingText')}
      actions={<Onward label={t('actions.retry')} />}
    />
  );
}
