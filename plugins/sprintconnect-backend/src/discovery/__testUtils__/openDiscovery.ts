import { openTestDatabase, type TestDatabaseId } from '../../__testUtils__';
import { closeLater } from '../../upstream/__testUtils__/peers';
import { createDiscoveryWorld } from './createDiscoveryWorld';

type WorldOptions = Parameters<typeof createDiscoveryWorld>[1];

/** A discovery over a database of its own, which ends with the peers of the test. */
export async function openDiscovery(
  options: WorldOptions = {},
  id: TestDatabaseId = 'SQLITE_3',
) {
  const database = await openTestDatabase({ id });
  const world = await createDiscoveryWorld(database, options);
  closeLater(world.stop);
  return world;
}

/** A remote at this address. */
export const http = (url: string) =>
  ({ type: 'streamable-http', url }) as const;
