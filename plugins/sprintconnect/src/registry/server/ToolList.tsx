import { useApi, useRouteRef } from '@backstage/frontend-plugin-api';
import { ButtonLink, Link, Text } from '@backstage/ui';
import type { Server } from '@sprintconnect/plugin-sprintconnect-common';
import { sprintConnectApiRef } from '../../client';
import { serverCapabilitiesRouteRef } from '../../routes';
import { useMessages } from '../../translation';
import { WhenLoaded } from '../../ui';
import { TokenCount } from '../capabilities/TokenCount';
import { TokenSum } from '../capabilities/TokenSum';
import { useLoadOfVersion } from '../capabilities/useLoadOfVersion';
import styles from './ToolList.module.css';

const TOOLS_MAX = 20;

/** The tools of a server, one line each, with what they take of a model's context. */
export function ToolList(props: {
  server: Server;
  /** How many are listed; the others are one step away. */
  toolsMax?: number;
}) {
  const { server, toolsMax = TOOLS_MAX } = props;
  const { id, counts } = server;
  const { t } = useMessages();
  const client = useApi(sprintConnectApiRef);
  const path = useRouteRef(serverCapabilitiesRouteRef)?.({ serverId: id });
  const loaded = useLoadOfVersion(server, [toolsMax], signal =>
    client.listCapabilities(
      id,
      {
        kind: 'tool',
        fields: ['id', 'name', 'title', 'description', 'tokens'],
        limit: toolsMax,
      },
      { signal },
    ),
  );
  return (
    <WhenLoaded
      // Tools of another version are no answer for this one.
      loaded={{ ...loaded, value: loaded.error ? undefined : loaded.value }}
      lines={Math.min(counts.tools, 4)}
      refused={
        <Text as="p" color="secondary">
          {t('capabilities.refused')}
        </Text>
      }
      className={styles.tools}
    >
      {tools => (
        <>
          <TokenSum server={server} />
          <ul className={styles.list} aria-label={t('server.offers.tools')}>
            {tools.items.map(
              ({ id: key, name, title, description, tokens }) => (
                <li key={key} className={styles.tool}>
                  <span className={styles.name}>
                    {path ? (
                      <Link href={`${path}?kind=tool`}>{title ?? name}</Link>
                    ) : (
                      (title ?? name)
                    )}
                  </span>
                  {tokens !== undefined && <TokenCount tokens={tokens} />}
                  <span className={styles.description}>
                    {description ?? t('capabilities.noDescription')}
                  </span>
                </li>
              ),
            )}
          </ul>
          {path && tools.nextCursor && (
            <div>
              <ButtonLink variant="secondary" href={`${path}?kind=tool`}>
                {t('server.offers.all', { count: counts.tools })}
              </ButtonLink>
            </div>
          )}
        </>
      )}
    </WhenLoaded>
  );
}
