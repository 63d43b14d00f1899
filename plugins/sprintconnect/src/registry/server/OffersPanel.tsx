import { useRouteRef } from '@backstage/frontend-plugin-api';
import { Link } from '@backstage/ui';
import type {
  CapabilityKind,
  Server,
} from '@sprintconnect/plugin-sprintconnect-common';
import { serverCapabilitiesRouteRef } from '../../routes';
import { useMessages } from '../../translation';
import { Panel } from '../../ui';
import { ToolList } from './ToolList';
import styles from './OffersPanel.module.css';

const offers: Array<[keyof Server['counts'], CapabilityKind]> = [
  ['tools', 'tool'],
  ['resources', 'resource'],
  ['resourceTemplates', 'resource-template'],
  ['prompts', 'prompt'],
];

/** How much the server offers of each kind, leading to it, and its tools. */
export function OffersPanel(props: {
  server: Server;
  /** How many tools are listed; default 20. The others are one step away. */
  toolsMax?: number;
}) {
  const { server, toolsMax } = props;
  const { id, counts } = server;
  const { t } = useMessages();
  const path = useRouteRef(serverCapabilitiesRouteRef)?.({ serverId: id });
  return (
    <Panel title={t('server.offers.title')}>
      <ul className={styles.offers}>
        {offers.map(([count, kind]) => (
          <li key={kind} className={styles.offer}>
            <span className={styles.count}>{counts[count]}</span>
            {path && counts[count] > 0 ? (
              <Link href={`${path}?kind=${kind}`} variant="body-medium">
                {t(`server.offers.${count}`)}
              </Link>
            ) : (
              <span className={styles.none}>{t(`server.offers.${count}`)}</span>
            )}
          </li>
        ))}
      </ul>
      {counts.tools > 0 && <ToolList server={server} toolsMax={toolsMax} />}
    </Panel>
  );
}
