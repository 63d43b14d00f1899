/** A process of its own: the plugin with everything on, upon a database that is there. Is told how by one message, and answers with its address. */
import type { JsonObject } from '@backstage/types';
import { startBackend } from '../startBackend';

export interface DoorOptions {
  database: JsonObject;
  roles: string[];
}

process.once('message', async (options: DoorOptions) => {
  const { url, token } = await startBackend({
    ...options,
    upstreamPort: 'any',
    plugin: 'built',
    withProbes: false,
    withLimits: true,
  });
  process.send?.({ url: `${url}/api/sprintconnect`, token });
});
process.on('disconnect', () => process.exit(0));
