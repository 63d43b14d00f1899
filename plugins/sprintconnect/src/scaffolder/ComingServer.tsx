import { useApi, useRouteRef } from '@backstage/frontend-plugin-api';
import { ButtonLink, Text } from '@backstage/ui';
import type { Server } from '@sprintconnect/plugin-sprintconnect-common';
import { sprintConnectApiRef } from '../client';
import { useLive } from '../live';
import { serverRouteRef } from '../routes';
import { useMessages } from '../translation';
import { Panel, useLoad } from '../ui';
import { EntityButton } from './EntityButton';
import { LiveServer } from './LiveServer';
import styles from './ComingServer.module.css';

/**
 * A server that is deployed after its task has ended: what is to be done until it is live, and then the server itself. Why
 * nothing is known of it yet is no news here.
 */
export function ComingServer(props: { entityRef: string }) {
  const { entityRef } = props;
  const client = useApi(sprintConnectApiRef);
  const { value: server, reload } = useLoad(entityRef, async signal => {
    const [listed] = (
      await client.listServers({ entityRef, limit: 1 }, { signal })
    ).items;
    return listed ? client.getServer(listed.id, { signal }) : null;
  });
  useLive({ serverId: server?.id, onChange: reload });
  return server?.lastDiscoveredAt ? (
    <LiveServer server={server} onChange={reload} />
  ) : (
    <NextSteps entityRef={entityRef} server={server ?? undefined} />
  );
}

function NextSteps(props: { entityRef: string; server?: Server }) {
  const { entityRef, server } = props;
  const { t } = useMessages();
  const serverPath = useRouteRef(serverRouteRef);
  return (
    <Panel title={t('scaffolder.output.next')}>
      <ol className={styles.steps}>
        <li>{t('scaffolder.output.deploy')}</li>
        <li>{t('scaffolder.output.found')}</li>
      </ol>
      {server?.lastError && (
        <Text as="p" color="secondary" className={styles.said}>
          {t('scaffolder.output.lastTry', {
            message: server.lastError.message,
          })}
        </Text>
      )}
      <div className={styles.actions}>
        <EntityButton entityRef={entityRef} />
        {server && serverPath && (
          <ButtonLink
            variant="secondary"
            href={serverPath({ serverId: server.id })}
          >
            {t('scaffolder.output.open')}
          </ButtonLink>
        )}
      </div>
    </Panel>
  );
}
