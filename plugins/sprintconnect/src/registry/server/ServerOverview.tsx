import { useRouteRef } from '@backstage/frontend-plugin-api';
import { ButtonLink } from '@backstage/ui';
import type { Server } from '@sprintconnect/plugin-sprintconnect-common';
import { ConnectPanel } from '../../connect';
import { credentialLabel } from '../../credentials';
import { useFormats } from '../../format';
import { HealthLine } from '../../health';
import { serverVersionsRouteRef } from '../../routes';
import { useMessages } from '../../translation';
import {
  Columns,
  DescriptionList,
  EntityLink,
  Markdown,
  Panel,
  Pill,
  RelativeTime,
} from '../../ui';
import { sourceTemplateOf } from '../catalog/sourceTemplateOf';
import { useCatalogEntity } from '../catalog/useCatalogEntity';
import { AccountPanel } from '../../connections';
import { CredentialPanel } from '../credential/CredentialPanel';
import { DriftNotice } from '../drift/DriftNotice';
import { ListFaultNotice } from '../faults/ListFaultNotice';
import { EraPill } from '../labels/EraPill';
import { LinksPanel } from './LinksPanel';
import { OffersPanel } from './OffersPanel';
import { RemotesPanel } from './RemotesPanel';
import styles from './ServerOverview.module.css';

/** What a server is, how to reach it, and how to use it. */
export function ServerOverview(props: {
  server: Server;
  /** Gives it a credential; absent for who may not. */
  onAddCredential?: () => void;
  onChange: () => void;
}) {
  const { server, onAddCredential, onChange } = props;
  const { t } = useMessages();
  const versions = useRouteRef(serverVersionsRouteRef);
  const entity = useCatalogEntity(server.entityRef);
  return (
    <Columns
      aside={
        <>
          <RemotesPanel remotes={server.remotes} />
          {server.login === 'person' && <AccountPanel server={server} />}
          {onAddCredential && (
            <CredentialPanel
              server={server}
              onAdd={onAddCredential}
              onChanged={onChange}
            />
          )}
          <LinksPanel server={server} entity={entity} />
          <ProtocolPanel server={server} />
          <FactsPanel server={server} template={sourceTemplateOf(entity)} />
        </>
      }
    >
      <DriftNotice
        drift={server.drift}
        actions={
          versions && (
            <ButtonLink
              variant="secondary"
              href={versions({ serverId: server.id })}
            >
              {t('drift.compare')}
            </ButtonLink>
          )
        }
      />
      {server.listFaults?.map(fault => (
        <ListFaultNotice key={fault.kind} fault={fault} />
      ))}
      {server.description && (
        <p className={styles.text}>{server.description}</p>
      )}
      {server.status === 'active' && (
        <Panel title={t('health.line.title')}>
          <HealthLine server={server} />
        </Panel>
      )}
      <OffersPanel server={server} />
      {server.status !== 'retired' && <ConnectPanel server={server} />}
      {server.instructions && (
        <Panel
          title={t('server.instructions.title')}
          description={t('server.instructions.description')}
        >
          <Markdown text={server.instructions} />
        </Panel>
      )}
    </Columns>
  );
}

function ProtocolPanel(props: { server: Server }) {
  const { era, protocolVersion, serverInfo, snapshot } = props.server;
  const { t } = useMessages();
  const software =
    serverInfo &&
    `${serverInfo.title ?? serverInfo.name} ${serverInfo.version}`;
  return (
    <Panel
      title={t('server.protocol.title')}
      description={era ? undefined : t('server.protocol.unknown')}
    >
      <DescriptionList
        items={[
          {
            term: t('server.protocol.era'),
            value: era && <EraPill era={era} />,
          },
          { term: t('server.protocol.version'), value: protocolVersion },
          { term: t('server.protocol.software'), value: software },
          {
            term: t('server.protocol.snapshot'),
            value:
              snapshot.current &&
              t('server.protocol.snapshotNumber', {
                version: String(snapshot.current),
              }),
          },
        ]}
      />
    </Panel>
  );
}

function FactsPanel(props: { server: Server; template?: string }) {
  const { server, template } = props;
  const { t } = useMessages();
  const { bytes, duration } = useFormats();
  const { owner, system, discoveryIntervalSeconds, probeIntervalSeconds } =
    server;
  const { calls = {} } = server;
  const within = (ms?: number) => (ms === undefined ? undefined : duration(ms));
  const every = (seconds?: number) =>
    seconds === undefined
      ? undefined
      : t('server.facts.every', { time: duration(seconds * 1000) });
  return (
    <Panel title={t('server.facts.title')}>
      <DescriptionList
        items={[
          { term: t('server.facts.name'), value: server.name },
          { term: t('server.facts.environment'), value: server.environment },
          {
            term: t('server.facts.owner'),
            value: owner && (
              <EntityLink entityRef={owner} defaultKind="group" />
            ),
          },
          {
            term: t('server.facts.system'),
            value: system && (
              <EntityLink entityRef={system} defaultKind="system" />
            ),
          },
          { term: t('server.facts.lifecycle'), value: server.lifecycle },
          {
            term: t('server.facts.tags'),
            value:
              server.tags.length > 0
                ? server.tags.map(tag => <Pill key={tag}>{tag}</Pill>)
                : undefined,
          },
          {
            term: t('server.facts.origin'),
            value: t(`origin.${server.origin}`),
          },
          {
            term: t('server.facts.template'),
            value: template && (
              <EntityLink entityRef={template} defaultKind="template" />
            ),
          },
          {
            term: t('server.facts.entity'),
            value: (
              <EntityLink entityRef={server.entityRef} defaultKind="api" />
            ),
          },
          {
            term: t('server.facts.credential'),
            value: credentialLabel(t, server.credentialRef),
          },
          {
            term: t('server.facts.interval'),
            value: every(discoveryIntervalSeconds),
          },
          {
            term: t('server.facts.probeInterval'),
            value: every(probeIntervalSeconds),
          },
          {
            term: t('server.facts.probeTimeout'),
            value: within(server.probeTimeoutMs),
          },
          {
            term: t('server.facts.connectTimeout'),
            value: within(server.connectTimeoutMs),
          },
          {
            term: t('server.facts.callTimeout'),
            value: within(calls.timeoutMs),
          },
          {
            term: t('server.facts.resultBytes'),
            value:
              calls.resultBytesMax === undefined
                ? undefined
                : bytes(calls.resultBytesMax),
          },
          {
            term: t('server.facts.outputSchema'),
            value:
              calls.outputSchema &&
              t(`register.outputSchema.${calls.outputSchema}`),
          },
          {
            term: t('server.facts.registered'),
            value: <RelativeTime at={server.createdAt} />,
          },
        ]}
      />
    </Panel>
  );
}
