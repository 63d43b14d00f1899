import { useApi, useRouteRef } from '@backstage/frontend-plugin-api';
import { Link, Text } from '@backstage/ui';
import {
  type CredentialUse,
  limits,
  type Page,
} from '@sprintconnect/plugin-sprintconnect-common';
import { sprintConnectApiRef } from '../../client';
import { serverRouteRef } from '../../routes';
import { useMessages } from '../../translation';
import { useGrowingList, ShowMore, WhenLoaded } from '../../ui';
import styles from './CredentialUses.module.css';

/** The servers that use a credential, as far as the reader may see them, each leading to its page. */
export function CredentialUses(props: {
  credentialId: string;
  /** How many there are, seen or not. */
  total: number;
}) {
  const { credentialId, total } = props;
  const { t } = useMessages();
  const client = useApi(sprintConnectApiRef);
  const uses = useGrowingList<Page<CredentialUse>>(
    { key: credentialId },
    (cursor, signal) =>
      client.credentials.uses(
        credentialId,
        { limit: limits.pageSizeDefault, cursor },
        { signal },
      ),
  );
  return (
    <WhenLoaded
      loaded={uses}
      lines={2}
      failed={t('credentials.uses.failed')}
      empty={({ items }) =>
        items.length === 0 &&
        total === 0 && (
          <Text as="p" color="secondary">
            {t('credentials.uses.none')}
          </Text>
        )
      }
    >
      {({ items, more }) => (
        <>
          <ul className={styles.uses} aria-label={t('credentials.uses.title')}>
            {items.map(use => (
              <Use key={use.id} use={use} />
            ))}
          </ul>
          {more && <ShowMore onPress={uses.showMore} />}
          {!more && total > items.length && (
            <Text as="p" variant="body-small" color="secondary">
              {t('credentials.uses.hidden', { count: total - items.length })}
            </Text>
          )}
        </>
      )}
    </WhenLoaded>
  );
}

function Use(props: { use: CredentialUse }) {
  const { id: serverId, name, title, environment } = props.use;
  const serverPath = useRouteRef(serverRouteRef);
  const label = title ?? name;
  return (
    <li>
      {serverPath ? (
        <Link href={serverPath({ serverId })}>{label}</Link>
      ) : (
        label
      )}{' '}
      <span className={styles.environment}>{environment}</span>
    </li>
  );
}
