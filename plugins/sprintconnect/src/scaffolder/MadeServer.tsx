import { useApi } from '@backstage/frontend-plugin-api';
import { sprintConnectApiRef } from '../client';
import { useLive } from '../live';
import { awaitsFirst, UnavailableServer } from '../registry';
import { useMessages } from '../translation';
import { isMissing, isRefusal, Panel, useLoad, WhenLoaded } from '../ui';
import { LiveServer } from './LiveServer';

/** A server that a task has registered, from its first refresh on. */
export function MadeServer(props: { serverId: string }) {
  const { serverId } = props;
  const { t } = useMessages();
  const client = useApi(sprintConnectApiRef);
  const loaded = useLoad(serverId, signal =>
    client.getServer(serverId, { signal }),
  );
  const { value: server, error, reload } = loaded;
  useLive({
    serverId,
    urgent: server && awaitsFirst(server),
    onChange: reload,
  });
  if (server && !isMissing(error) && !isRefusal(error)) {
    return (
      <WhenLoaded loaded={loaded}>
        {known => <LiveServer server={known} onChange={reload} />}
      </WhenLoaded>
    );
  }
  return (
    <Panel title={t('scaffolder.output.title')}>
      <UnavailableServer loaded={loaded} />
    </Panel>
  );
}
