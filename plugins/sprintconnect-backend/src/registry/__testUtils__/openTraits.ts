import type {
  Capability,
  Server,
} from '@sprintconnect/plugin-sprintconnect-common';
import {
  fullReadScope,
  testAuthorizer,
  testJudgement,
  type TestDatabaseId,
} from '../../__testUtils__';
import type { Criteria } from '../../ports';
import { observation, openRegistry, tool } from './openRegistry';

/** Servers of all traits, each with tools of all effects, and a prompt. */
export async function openTraits(id: TestDatabaseId) {
  const world = await openRegistry({ id });
  for (const index of Array.from({ length: 8 }, (_, at) => at)) {
    const { id: serverId } = await world.register({
      name: `s${index}`,
      environment: index % 2 ? 'staging' : 'production',
      owner: ['group:default/a', 'A', 'user:default/b', undefined][index % 4],
      lifecycle: index % 3 ? undefined : 'beta',
      tags: ['x', 'y'].filter((_, bit) => (index >> 1) & (1 << bit)),
    });
    await world.service.recordSnapshot(
      world.ctx,
      serverId,
      observation({
        capabilities: [
          ...observation().capabilities,
          tool('forecasts', { annotations: { readOnlyHint: true } }),
          tool('add_forecast', { annotations: { destructiveHint: false } }),
        ],
      }),
    );
  }
  await world.database
    .reader('servers')
    .where({ name: 's3' })
    .update({ status: 'quarantined' });
  const { items } = await world.service.listServers(world.ctx, {
    query: { limit: 100 },
    readable: testJudgement(),
  });
  const all = await Promise.all(
    (items as Server[]).map(async server => ({
      server,
      capabilities: (
        await world.service.listCapabilities(world.ctx, {
          id: server.id,
          query: { limit: 100 },
          readScope: fullReadScope,
        })
      ).items as Capability[],
    })),
  );
  const as = async (
    criteria: Record<string, Criteria>,
    denied: string[] = [],
  ) =>
    openRegistry({
      database: world.database,
      plumbing: { authorizer: testAuthorizer(denied, criteria) },
    });
  return { ...world, all, as };
}
