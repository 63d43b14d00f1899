import { useApi } from '@backstage/frontend-plugin-api';
import { Text } from '@backstage/ui';
import { RiHistoryLine } from '@remixicon/react';
import type {
  CapabilityKind,
  Server,
  SnapshotSummary,
} from '@sprintconnect/plugin-sprintconnect-common';
import { sprintConnectApiRef } from '../../client';
import { useMessages } from '../../translation';
import {
  DataTable,
  EmptyState,
  Explained,
  InlineCode,
  Panel,
  Pill,
  RelativeTime,
  useLoad,
  WhenLoaded,
} from '../../ui';
import { UnseenChanges } from '../drift/UnseenChanges';
import { OfferedCounts } from '../labels/OfferedCounts';
import { VersionComparison } from './VersionComparison';
import styles from './VersionsPanel.module.css';

const SHOWN = 100;

/** The versions of a server, newest first, and the difference between any two. */
export function VersionsPanel(props: {
  server: Server;
  /** Somebody has looked at what changed. */
  onSeen: () => void;
}) {
  const { server, onSeen } = props;
  const { t } = useMessages();
  const client = useApi(sprintConnectApiRef);
  const loaded = useLoad(
    JSON.stringify([server.id, server.snapshot.current]),
    async signal => {
      const page = await client.listSnapshots(
        server.id,
        { limit: SHOWN },
        { signal },
      );
      return page.items;
    },
  );
  return (
    <WhenLoaded
      loaded={loaded}
      lines={6}
      empty={snapshots =>
        snapshots.length === 0 && (
          <EmptyState
            icon={<RiHistoryLine size={28} />}
            title={t('versions.empty.title')}
            description={t('versions.empty.description')}
          />
        )
      }
      className={styles.versions}
    >
      {snapshots => (
        <>
          <UnseenChanges server={server} onSeen={onSeen} />
          <Panel
            title={t('versions.compare.title')}
            description={t('versions.compare.description')}
          >
            {snapshots.length > 1 ? (
              <VersionComparison
                serverId={server.id}
                since={server.drift?.sinceVersion}
                versions={snapshots.map(each => each.version)}
              />
            ) : (
              <Text as="p" color="secondary">
                {t('versions.compare.single')}
              </Text>
            )}
          </Panel>
          <Panel
            title={t('versions.title')}
            description={t('versions.description')}
          >
            <VersionTable
              snapshots={snapshots}
              current={server.snapshot.current}
            />
          </Panel>
        </>
      )}
    </WhenLoaded>
  );
}

/** Marks a version that was found while some lists had a fault. */
function PartialPill(props: { kinds?: CapabilityKind[] }) {
  const { kinds } = props;
  const { t } = useMessages();
  if (!kinds) return null;
  const names = kinds.map(kind => t(`capabilities.${kind}`)).join(', ');
  return (
    <Pill tone="warning" tip={t('versions.partialMeaning', { kinds: names })}>
      {t('versions.partial')}
    </Pill>
  );
}

function VersionTable(props: {
  snapshots: SnapshotSummary[];
  current?: number;
}) {
  const { snapshots, current } = props;
  const { t } = useMessages();
  return (
    <DataTable label={t('versions.title')}>
      <thead>
        <tr>
          <th scope="col">{t('versions.columns.version')}</th>
          <th scope="col">{t('versions.columns.created')}</th>
          <th scope="col">{t('versions.columns.offers')}</th>
          <th scope="col">{t('versions.columns.protocol')}</th>
          <th scope="col">{t('versions.columns.digest')}</th>
        </tr>
      </thead>
      <tbody>
        {snapshots.map(each => (
          <tr key={each.version}>
            <th scope="row">
              {each.version}{' '}
              {each.version === current && (
                <Pill tone="success">{t('versions.current')}</Pill>
              )}{' '}
              <PartialPill kinds={each.failedLists} />
            </th>
            <td>
              <RelativeTime at={each.createdAt} />
            </td>
            <td>
              <OfferedCounts counts={each.counts} />
            </td>
            <td>{each.protocolVersion}</td>
            <td>
              <Explained tip={each.digest} plain>
                <InlineCode>{shortDigest(each.digest)}</InlineCode>
              </Explained>
            </td>
          </tr>
        ))}
      </tbody>
    </DataTable>
  );
}

function shortDigest(digest: string): string {
  return digest.replace(/^sha256:/, '').slice(0, 12);
}
