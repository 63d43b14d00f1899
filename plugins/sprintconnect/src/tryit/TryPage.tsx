import {
  BreadcrumbEntry,
  NotFoundErrorPage,
  useApi,
  useRouteRef,
} from '@backstage/frontend-plugin-api';
import { ButtonLink, Container } from '@backstage/ui';
import { RiArchiveLine, RiQuestionLine } from '@remixicon/react';
import {
  type Capability,
  capabilityKindSchema,
  capabilityUsePermission,
  type Server,
} from '@sprintconnect/plugin-sprintconnect-common';
import { useParams, useSearchParams } from 'react-router-dom';
import { sprintConnectApiRef } from '../client';
import { NoPermission, useMay, useMe } from '../permission';
import { outOfUseOf, UnavailableServer } from '../registry';
import { serverCapabilitiesRouteRef, serverRouteRef } from '../routes';
import { useMessages } from '../translation';
import { DocumentTitle, EmptyState, useLoad, WhenLoaded } from '../ui';
import { Trial } from './Trial';
import { TryHeader } from './TryHeader';
import { type Asked, useCapability } from './useCapability';

/** Where one capability of a server is used by hand. */
export function TryPage() {
  const { serverId = '', kind, name: inPath } = useParams();
  const [query] = useSearchParams();
  const known = capabilityKindSchema.safeParse(kind);
  const name = inPath ?? query.get('name');
  if (!known.success || !name) return <NotFoundErrorPage />;
  const asked = { serverId, kind: known.data, name };
  // The key starts afresh for another one, so that nothing of the former shows.
  return <OneServer key={JSON.stringify(asked)} asked={asked} />;
}

function OneServer(props: { asked: Asked }) {
  const { asked } = props;
  const { serverId } = asked;
  const client = useApi(sprintConnectApiRef);
  const { t } = useMessages();
  const me = useMe();
  const mayUse = useMay(capabilityUsePermission);
  // Not kept current: what others change meanwhile must not change under the hands of the reader.
  const loaded = useLoad(serverId, signal =>
    client.getServer(serverId, { signal }),
  );
  const { value: server } = loaded;
  if (server && me.value) {
    return mayUse ? (
      <KnownServer asked={asked} server={server} />
    ) : (
      <NoPermission
        title={t('tryit.refused')}
        permission={capabilityUsePermission}
      />
    );
  }
  return (
    <Container py="6">
      {server ? (
        <WhenLoaded loaded={me} lines={8} />
      ) : (
        <UnavailableServer loaded={loaded} />
      )}
    </Container>
  );
}

function KnownServer(props: { asked: Asked; server: Server }) {
  const { asked, server } = props;
  const { t } = useMessages();
  const serverPath = useRouteRef(serverRouteRef);
  const loaded = useCapability(asked);
  const serverName = server.title ?? server.name;
  const name = loaded.value?.title ?? asked.name;
  const title = t('tryit.title', { name });
  return (
    <BreadcrumbEntry
      entry={{
        label: serverName,
        href: serverPath?.({ serverId: server.id }) ?? '',
      }}
    >
      <DocumentTitle parts={[title, serverName]}>
        <TryHeader
          title={title}
          server={server}
          capability={loaded.value ?? undefined}
        />
        <Container pb="8">
          <WhenLoaded loaded={loaded} lines={8}>
            {found => (
              <Found asked={asked} server={server} capability={found} />
            )}
          </WhenLoaded>
        </Container>
      </DocumentTitle>
    </BreadcrumbEntry>
  );
}

function Found(props: {
  asked: Asked;
  server: Server;
  capability: Capability | null;
}) {
  const { asked, server, capability } = props;
  const { t } = useMessages();
  const outOfUse = outOfUseOf(server);
  if (outOfUse) {
    return (
      <EmptyState
        icon={<RiArchiveLine size={28} />}
        title={t(`tryit.outOfUse.${outOfUse}.title`)}
        description={t(`tryit.outOfUse.${outOfUse}.description`)}
        actions={<ToCapabilities serverId={server.id} />}
      />
    );
  }
  // A resource may be one of those that a template stands for: the backend knows.
  if (!capability && asked.kind !== 'resource') {
    return (
      <EmptyState
        icon={<RiQuestionLine size={28} />}
        title={t('tryit.missing.title')}
        description={t('tryit.missing.description', { name: asked.name })}
        actions={<ToCapabilities serverId={server.id} />}
      />
    );
  }
  return (
    <Trial
      server={server}
      capability={capability ?? { ...asked, definition: {} }}
    />
  );
}

function ToCapabilities(props: { serverId: string }) {
  const { t } = useMessages();
  const path = useRouteRef(serverCapabilitiesRouteRef);
  return path ? (
    <ButtonLink variant="secondary" href={path(props)}>
      {t('tryit.missing.see')}
    </ButtonLink>
  ) : null;
}
