import { useEffect, useState } from 'react';
import {
  BreadcrumbEntry,
  useApi,
  useRouteRef,
  useRouteRefParams,
} from '@backstage/frontend-plugin-api';
import { Alert, ButtonLink, Container, Header, Text } from '@backstage/ui';
import { RiArchiveLine, RiLockLine } from '@remixicon/react';
import type { Me, Server } from '@sprintconnect/plugin-sprintconnect-common';
import { useNavigate } from 'react-router-dom';
import { sprintConnectApiRef } from '../../client';
import { mayOn, useMe } from '../../permission';
import { serverEditRouteRef, serverRouteRef } from '../../routes';
import { useMessages } from '../../translation';
import {
  ConfirmDialog,
  DocumentTitle,
  EmptyState,
  useLoad,
  WhenLoaded,
} from '../../ui';
import { ServerForm } from '../form/ServerForm';
import { UnavailableServer } from '../server/UnavailableServer';
import { CatalogNotice } from './CatalogNotice';
import { ConflictNotice } from './ConflictNotice';
import { useEditing } from './useEditing';

/** Where one server is edited. */
export function EditPage() {
  const { serverId } = useRouteRefParams(serverEditRouteRef);
  // The key starts afresh for another server, so that nothing of the former shows.
  return <OneServer key={serverId} serverId={serverId} />;
}

function OneServer(props: { serverId: string }) {
  const { serverId } = props;
  const client = useApi(sprintConnectApiRef);
  const me = useMe();
  // Not kept current: what others change meanwhile must not change under the hands of the reader.
  const loaded = useLoad(serverId, signal =>
    client.getServer(serverId, { signal }),
  );
  const { value: server } = loaded;
  if (server && me.value) return <KnownServer server={server} me={me.value} />;
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

function KnownServer(props: { server: Server; me: Me }) {
  const { server, me } = props;
  const { t } = useMessages();
  const serverPath = useRouteRef(serverRouteRef);
  const editPath = useRouteRef(serverEditRouteRef);
  const name = server.title ?? server.name;
  const { id: serverId } = server;
  return (
    <BreadcrumbEntry
      entry={{ label: name, href: serverPath?.({ serverId }) ?? '' }}
    >
      <BreadcrumbEntry
        entry={{
          label: t('edit.action'),
          href: editPath?.({ serverId }) ?? '',
        }}
      >
        <DocumentTitle parts={[t('edit.title', { name })]} />
        <Header title={t('edit.title', { name })} />
        <Container pb="8">
          {isEditable(server) ? (
            <Editing server={server} stdioEntries={me.stdioEntries} />
          ) : (
            <NotEditable server={server} />
          )}
        </Container>
      </BreadcrumbEntry>
    </BreadcrumbEntry>
  );
}

function isEditable(server: Server): boolean {
  return server.status !== 'retired' && mayOn(server, 'update');
}

function NotEditable(props: { server: Server }) {
  const { id: serverId, status } = props.server;
  const { t } = useMessages();
  const serverPath = useRouteRef(serverRouteRef);
  const isRetired = status === 'retired';
  return (
    <EmptyState
      icon={isRetired ? <RiArchiveLine size={28} /> : <RiLockLine size={28} />}
      title={isRetired ? t('edit.retired') : t('edit.refused')}
      description={isRetired ? t('edit.retiredText') : t('edit.refusedText')}
      actions={
        serverPath && (
          <ButtonLink variant="secondary" href={serverPath({ serverId })}>
            {t('edit.back')}
          </ButtonLink>
        )
      }
    />
  );
}

function Editing(props: { server: Server; stdioEntries: string[] }) {
  const { server, stdioEntries } = props;
  const { t } = useMessages();
  const navigate = useNavigate();
  const serverPath = useRouteRef(serverRouteRef);
  const [asking, setAsking] = useState(false);
  const leave = () =>
    serverPath &&
    navigate(serverPath({ serverId: server.id }), {
      // Back to where the reader came from, with the keyboard, too.
      state: { focus: 'edit' },
    });
  const { form, isDirty, isRebased, conflict } = useEditing(server, leave);
  useUnsavedWarning(isDirty);
  const fromCatalog = server.origin === 'catalog';
  return (
    <>
      {fromCatalog && <CatalogNotice server={server} />}
      <div role="status">
        {isRebased && (
          <Alert icon status="info" title={t('edit.conflict.kept')} />
        )}
      </div>
      <ServerForm
        form={form}
        label={t('edit.form')}
        stdioEntries={stdioEntries}
        serverId={server.id}
        onlyTimings={fromCatalog}
        submitLabel={t('edit.submit')}
        failed={t('edit.failed')}
        notice={conflict ? <ConflictNotice conflict={conflict} /> : undefined}
        onCancel={() => (isDirty ? setAsking(true) : leave())}
      />
      <ConfirmDialog
        isOpen={asking}
        onClose={() => setAsking(false)}
        title={t('edit.discard.title')}
        confirmLabel={t('edit.discard.confirm')}
        onConfirm={async () => leave()}
      >
        <Text as="p">{t('edit.discard.text')}</Text>
      </ConfirmDialog>
    </>
  );
}

/** The browser asks before the tab is closed over changes. */
function useUnsavedWarning(isDirty: boolean) {
  useEffect(() => {
    if (!isDirty) return undefined;
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', warn);
    return () => window.removeEventListener('beforeunload', warn);
  }, [isDirty]);
}
