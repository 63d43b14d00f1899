import type { Remote } from '@sprintconnect/plugin-sprintconnect-common';
import { type ConnectOptions, connectRemote } from './connectRemote';
import { HttpChannel } from './HttpChannel';
import { StreamChannel } from './StreamChannel';
import type { UpstreamChannel } from './UpstreamChannel';

/** Connects to one remote for calls, as {@link connectRemote} does. */
export async function openChannel(
  remote: Remote,
  options: ConnectOptions,
): Promise<UpstreamChannel> {
  const connection = await connectRemote(remote, {
    ...options,
    isForCalls: true,
  });
  return remote.type === 'streamable-http'
    ? new HttpChannel(connection, options)
    : new StreamChannel(connection);
}
