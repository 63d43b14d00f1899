import { useRouteRef } from '@backstage/frontend-plugin-api';
import { useEntity } from '@backstage/plugin-catalog-react';
import { ButtonLink } from '@backstage/ui';
import type { Server } from '@sprintconnect/plugin-sprintconnect-common';
import { ConnectButton } from '../connect';
import { HealthDot } from '../health';
import {
  DiscoveryState,
  DriftPill,
  EraPill,
  OfferedCounts,
  sourceTemplateOf,
  StatusPill,
} from '../registry';
import { serverRouteRef } from '../routes';
import { useMessages } from '../translation';
import { DescriptionList, EntityLink, Panel } from '../ui';
import { EntityFaults } from './EntityFaults';
import { entityFaultsOf } from './entityFaultsOf';
import { EntityServer } from './EntityServer';
import styles from './EntityServerCard.module.css';

/** The state of an MCP server on the overview of its entity. */
export function EntityServerCard() {
  const { t } = useMessages();
  return (
    <Panel title={t('entity.card')}>
      <EntityServer>{server => <ServerFacts server={server} />}</EntityServer>
    </Panel>
  );
}

function ServerFacts(props: { server: Server }) {
  const { server } = props;
  const { t } = useMessages();
  const serverPath = useRouteRef(serverRouteRef);
  const { entity } = useEntity();
  const template = sourceTemplateOf(entity);
  return (
    <div className={styles.card}>
      <EntityFaults faults={entityFaultsOf(entity)} hasServer />
      <DescriptionList
        items={[
          {
            term: t('servers.filters.status'),
            value: <StatusPill status={server.status} />,
          },
          {
            term: t('servers.columns.health'),
            value: <HealthDot status={server.health.status} />,
          },
          {
            term: t('servers.columns.discovery'),
            value: <DiscoveryState server={server} withLastGood />,
          },
          {
            term: t('drift.term'),
            value: server.drift && <DriftPill drift={server.drift} />,
          },
          {
            term: t('servers.columns.offers'),
            value: <OfferedCounts counts={server.counts} />,
          },
          {
            term: t('servers.columns.era'),
            value: server.era && (
              <EraPill
                era={server.era}
                protocolVersion={server.protocolVersion}
              />
            ),
          },
          { term: t('server.facts.environment'), value: server.environment },
          {
            term: t('server.facts.template'),
            value: template && (
              <EntityLink entityRef={template} defaultKind="template" />
            ),
          },
          {
            // Which one only an entity says that its template wrote.
            term: t('server.facts.origin'),
            value:
              !template &&
              server.origin === 'scaffolder' &&
              t('origin.scaffolder'),
          },
        ]}
      />
      <div className={styles.ways}>
        {serverPath && (
          <ButtonLink
            variant="secondary"
            href={serverPath({ serverId: server.id })}
          >
            {t('entity.open')}
          </ButtonLink>
        )}
        {server.status !== 'retired' && <ConnectButton server={server} />}
      </div>
    </div>
  );
}
