import {
  BreadcrumbEntry,
  toastApiRef,
  useApi,
  useRouteRef,
} from '@backstage/frontend-plugin-api';
import { Container, Header } from '@backstage/ui';
import {
  type Me,
  serverCreatePermission,
} from '@sprintconnect/plugin-sprintconnect-common';
import { useNavigate } from 'react-router-dom';
import { sprintConnectApiRef } from '../../client';
import { useOwnGroup } from '../../entityChoices';
import {
  registerRouteRef,
  serverRouteRef,
  serversRouteRef,
} from '../../routes';
import { useMessages } from '../../translation';
import { NoPermission, useMe } from '../../permission';
import { DocumentTitle, SkeletonLines, WhenLoaded } from '../../ui';
import { bodyOf, emptyDraft } from '../form/draft';
import { ServerForm } from '../form/ServerForm';
import { useServerForm } from '../form/useServerForm';

/** Where a server is registered. Afterwards its own page shows the first discovery as it happens. */
export function RegisterPage() {
  const { t } = useMessages();
  const registerPath = useRouteRef(registerRouteRef);
  return (
    <BreadcrumbEntry
      entry={{ label: t('register.title'), href: registerPath?.() ?? '' }}
    >
      <DocumentTitle parts={[t('register.title')]} />
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
  const ownGroup = useOwnGroup();
  const isReady = ownGroup.value !== undefined || ownGroup.error !== undefined;
  return (
    <WhenLoaded
      loaded={me}
      quiet
      lines={8}
      failed={t('register.unprepared')}
      empty={({ permissions }) =>
        !isReady ? (
          <SkeletonLines lines={8} />
        ) : (
          !permissions.includes(serverCreatePermission.name) && (
            <NoPermission
              title={t('register.refused')}
              permission={serverCreatePermission}
            />
          )
        )
      }
    >
      {known => <NewServer me={known} owner={ownGroup.value ?? undefined} />}
    </WhenLoaded>
  );
}

function NewServer(props: { me: Me; owner?: string }) {
  const { environments, stdioEntries } = props.me;
  const { t } = useMessages();
  const client = useApi(sprintConnectApiRef);
  const toasts = useApi(toastApiRef);
  const navigate = useNavigate();
  const serverPath = useRouteRef(serverRouteRef);
  const serversPath = useRouteRef(serversRouteRef);
  const form = useServerForm({
    initial: emptyDraft({
      environment: environments[0] ?? '',
      owner: props.owner,
    }),
    send: async draft => {
      const server = await client.registerServer(bodyOf(draft));
      toasts.post({
        title: t('register.done', { name: server.title ?? server.name }),
        status: 'success',
        timeout: 5000,
      });
      if (serverPath) navigate(serverPath({ serverId: server.id }));
    },
  });
  return (
    <ServerForm
      form={form}
      label={t('register.title')}
      environments={environments}
      stdioEntries={stdioEntries}
      submitLabel={t('register.submit')}
      failed={t('register.failed')}
      onCancel={() => serversPath && navigate(serversPath())}
    />
  );
}
