import { useRouteRef } from '@backstage/frontend-plugin-api';
import { Link } from '@backstage/ui';
import { HealthLine } from '../health';
import { serverHealthRouteRef } from '../routes';
import { useMessages } from '../translation';
import { Panel } from '../ui';
import { EntityServer } from './EntityServer';
import styles from './EntityServerCard.module.css';

/** How an MCP server is, on the overview of its entity. */
export function EntityHealthCard() {
  const { t } = useMessages();
  const healthPath = useRouteRef(serverHealthRouteRef);
  return (
    <Panel title={t('entity.healthCard')}>
      <EntityServer brief>
        {server => (
          <div className={styles.card}>
            <HealthLine server={server} />
            {healthPath && (
              <Link href={healthPath({ serverId: server.id })}>
                {t('health.line.open')}
              </Link>
            )}
          </div>
        )}
      </EntityServer>
    </Panel>
  );
}
