import { useApi, useRouteRef } from '@backstage/frontend-plugin-api';
import { Button, ButtonLink, Container, Header, Text } from '@backstage/ui';
import { RiLinkUnlinkM } from '@remixicon/react';
import type { ConnectionLink } from '@sprintconnect/plugin-sprintconnect-common';
import { useParams } from 'react-router-dom';
import { sprintConnectApiRef } from '../client';
import { connectionsRouteRef } from '../routes';
import { useMessages } from '../translation';
import {
  DocumentTitle,
  EmptyState,
  ErrorNotice,
  Moment,
  Panel,
  useLoad,
  WhenLoaded,
} from '../ui';
import { serverLabel } from './serverLabel';
import { useLogin } from './useLogin';
import styles from './Connections.module.css';

/** Where a link leads that a refused call gave: which server wants an account, and the way to its login page. */
export function LinkPage() {
  const { linkId = '' } = useParams();
  const { t } = useMessages();
  const client = useApi(sprintConnectApiRef);
  const loaded = useLoad(linkId, signal =>
    client.connections.getLink(linkId, { signal }),
  );
  return (
    <DocumentTitle parts={[t('connections.link.title')]}>
      <Header title={t('connections.link.title')} />
      <Container className={styles.page}>
        <WhenLoaded loaded={loaded} lines={4} missing={<NoSuchLink />}>
          {link => <KnownLink linkId={linkId} link={link} />}
        </WhenLoaded>
      </Container>
    </DocumentTitle>
  );
}

function KnownLink(props: { linkId: string; link: ConnectionLink }) {
  const { linkId, link } = props;
  const { t } = useMessages();
  const all = useRouteRef(connectionsRouteRef)?.();
  const { begin, busy, error } = useLogin();
  const name = serverLabel(link.server);
  return (
    <div className={styles.single}>
      <Panel title={t('connections.link.asks', { name })}>
        <div className={styles.panel}>
          <Text as="p">{t('connections.link.text', { name })}</Text>
          <Text as="p">{t('connections.link.check')}</Text>
          <Text as="p" variant="body-small" color="secondary">
            {t('connections.link.until', {
              until: <Moment at={link.expiresAt} />,
            })}
          </Text>
          {error && <ErrorNotice error={error} />}
          <div className={styles.actions}>
            <Button isPending={busy} onPress={() => begin({ linkId })}>
              {t('connections.link.continue')}
            </Button>
            {all && (
              <ButtonLink variant="secondary" href={all}>
                {t('actions.cancel')}
              </ButtonLink>
            )}
          </div>
        </div>
      </Panel>
    </div>
  );
}

function NoSuchLink() {
  const { t } = useMessages();
  const all = useRouteRef(connectionsRouteRef)?.();
  return (
    <EmptyState
      icon={<RiLinkUnlinkM size={28} />}
      title={t('connections.link.missing')}
      description={t('connections.link.missingText')}
      actions={
        all && (
          <ButtonLink variant="secondary" href={all}>
            {t('connections.link.all')}
          </ButtonLink>
        )
      }
    />
  );
}
