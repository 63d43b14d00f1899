import { useApi, useRouteRef } from '@backstage/frontend-plugin-api';
import { ButtonLink, Container, Header } from '@backstage/ui';
import { RiHistoryLine } from '@remixicon/react';
import { limits } from '@sprintconnect/plugin-sprintconnect-common';
import { sprintConnectApiRef } from '../client';
import { useMe } from '../permission';
import { discoverRouteRef } from '../routes';
import { useMessages } from '../translation';
import { DocumentTitle, EmptyState, useLoad, WhenLoaded } from '../ui';
import { CallListing } from './CallListing';
import { useCallFilters } from './useCallFilters';
import { useCallList } from './useCallList';
import styles from './Calls.module.css';

/** What the reader used, of any server. */
export function MyCallsPage() {
  const { t } = useMessages();
  const me = useMe();
  return (
    <DocumentTitle parts={[t('calls.title')]}>
      <Header title={t('calls.title')} description={t('calls.description')} />
      <Container className={styles.page}>
        <WhenLoaded loaded={me} quiet lines={8}>
          {({ caller }) => <MyCalls callerRef={caller.ref} />}
        </WhenLoaded>
      </Container>
    </DocumentTitle>
  );
}

function MyCalls(props: { callerRef: string }) {
  const { t } = useMessages();
  const address = useCallFilters();
  const list = useCallList({ caller: props.callerRef }, address.filters);
  const servers = useServerChoices();
  return (
    <CallListing
      list={list}
      address={address}
      shared="caller"
      narrowing={{
        name: 'server',
        label: t('calls.filters.server'),
        any: t('calls.filters.anyServer'),
        options: servers,
      }}
      empty={<Empty />}
    />
  );
}

/** The servers that the reader can see, as far as one page goes: to choose from, so that no answer is no harm. */
function useServerChoices(): Array<{ value: string; label: string }> {
  const client = useApi(sprintConnectApiRef);
  const { value } = useLoad('servers', signal =>
    client.listServers(
      {
        limit: limits.pageSize,
        fields: ['id', 'name', 'title', 'environment'],
      },
      { signal },
    ),
  );
  return (value?.items ?? []).map(({ id, name, title, environment }) => ({
    value: id,
    label: `${title ?? name} · ${environment}`,
  }));
}

function Empty() {
  const { t } = useMessages();
  const discoverPath = useRouteRef(discoverRouteRef);
  return (
    <EmptyState
      icon={<RiHistoryLine size={28} />}
      title={t('calls.empty.title')}
      description={t('calls.empty.own')}
      actions={
        discoverPath && (
          <ButtonLink variant="secondary" href={discoverPath()}>
            {t('calls.empty.discover')}
          </ButtonLink>
        )
      }
    />
  );
}
