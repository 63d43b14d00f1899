import {
  type databaseIds,
  type MoodyServer,
  openTestDatabase,
  startMoodyServer,
} from '../../__testUtils__';
import { createHealthWorld } from './createHealthWorld';

const closers: (() => unknown)[] = [];

/** Ends whatever the other functions of this file opened. */
export async function closeWorlds(): Promise<void> {
  await Promise.all(closers.splice(0).map(close => close()));
}

/** Registers something else to be ended by {@link closeWorlds}. */
export function closeLater(close: () => unknown): void {
  closers.push(close);
}

/** A health world on a database of its own. */
export async function openWorld(
  id: (typeof databaseIds)[number],
  options: Parameters<typeof createHealthWorld>[1] = {},
) {
  const world = await createHealthWorld(
    await openTestDatabase({ id }),
    options,
  );
  closers.push(world.close);
  return world;
}

export type World = Awaited<ReturnType<typeof openWorld>>;

export async function openMoody(): Promise<MoodyServer> {
  const moody = await startMoodyServer();
  closers.push(moody.close);
  return moody;
}

/** A health world with one server in it, which does as it is told. */
export async function openMoodyWorld(
  id: (typeof databaseIds)[number],
  options: Parameters<typeof openWorld>[1] = {},
  more: Record<string, unknown> = {},
) {
  const world = await openWorld(id, options);
  const moody = await openMoody();
  const { id: serverId } = await world.register('moody', moody.url, more);
  return { world, moody, serverId };
}

/** Probes as often as told, a minute apart. */
export async function minutes(world: World, serverId: string, count: number) {
  for (let minute = 0; minute < count; minute++) {
    world.clock.advance(60_000);
    await world.probe(serverId);
  }
}

export const incidentsOf = ({ database }: World) =>
  database.reader('health_incidents').orderBy('started_at');

/** Everything that a change writes or tells. */
export async function written(world: World) {
  const { database, events, entries } = world;
  const probes = await database.reader('probes').count({ n: '*' }).first();
  return {
    probes: Number(probes?.n),
    incidents: (await incidentsOf(world)).length,
    health: events.filter(({ type }) => type === 'server.health.changed')
      .length,
    audited: entries.filter(({ action }) => action === 'server-health-change')
      .length,
    notices: world.enqueued.filter(({ kind }) => kind === 'notify-incident')
      .length,
  };
}
