import {
  BreadcrumbEntry,
  toastApiRef,
  useApi,
  useRouteRef,
} from '@backstage/frontend-plugin-api';
import { Container, Header } from '@backstage/ui';
import { serverCreatePermission } from '@sprintconnect/plugin-sprintconnect-common';
import { useNavigate } from 'react-router-dom';
import { registerRouteRef, serverRouteRef } from '../../routes';
import { useMessages } from '../../translation';
import { NoPermission, useMe } from '../../permission';
import { ErrorNotice, SkeletonLines } from '../../ui';
import { RegisterServerForm } from './RegisterServerForm';

/** Where a server is registered. Afterwards its own page shows the first discovery as it happens. */
export function RegisterPage() {
  const { t } = useMessages();
  const registerPath = useRouteRef(registerRouteRef);
  return (
    <BreadcrumbEntry
      entry={{ label: t('register.title'), href: registerPath?.() ?? '' }}
    >
      <Header
        title={t('register.title')}
        description={t('register.description')}
      />
      <Container pb="8">
        <Preparation />
      </Container>
    </BreadcrumbEntry>
  );
}

function Preparation() {
  const { t } = useMessages();
  const me = useMe();
  const toasts = useApi(toastApiRef);
  const navigate = useNavigate();
  const serverPath = useRouteRef(serverRouteRef);
  if (me.error && !me.value) {
    return (
      <ErrorNotice
        title={t('register.unprepared')}
        error={me.error}
        onRetry={me.reload}
      />
    );
  }
  if (!me.value) return <SkeletonLines lines={8} />;
  if (!me.value.permissions.includes(serverCreatePermission.name)) {
    return (
      <NoPermission
        title={t('register.refused')}
        permission={serverCreatePermission}
      />
    );
  }
  return (
    <RegisterServerForm
      environments={me.value.environments}
      stdioEntries={me.value.stdioEntries}
      onRegistered={server => {
        toasts.post({
          title: t('register.done', { name: server.title ?? server.name }),
          status: 'success',
          timeout: 5000,
        });
        if (serverPath) navigate(serverPath({ serverId: server.id }));
      }}
    />
  );
}
