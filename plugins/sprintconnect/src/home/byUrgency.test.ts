import type { HealthStatus } from '@sprintconnect/plugin-sprintconnect-common';
import { idOf, serverOf } from '../../dev/fixtures';
import { type AilingServer, byUrgency } from './byUrgency';

const ailing = (
  name: string,
  status: HealthStatus,
  more: { mine?: boolean; since?: string } = {},
): AilingServer => ({
  server: serverOf({ id: idOf(1), name, health: { status } }),
  summary: { serverId: idOf(1), status, since: more.since, recent: [] },
  mine: more.mine ?? false,
});

describe('byUrgency', () => {
  it('puts mine before others, worse before bad, longer before shorter', () => {
    const order = [
      ailing('mine-down', 'unhealthy', { mine: true }),
      ailing('mine-slow', 'degraded', { mine: true }),
      ailing('down-for-long', 'unhealthy', { since: '2026-11-20T00:00:00Z' }),
      ailing('down-since-today', 'unhealthy', {
        since: '2026-11-22T00:00:00Z',
      }),
      ailing('down-who-knows', 'unhealthy'),
      ailing('slow-a', 'degraded', { since: '2026-01-01T00:00:00Z' }),
      ailing('slow-b', 'degraded', { since: '2026-01-01T00:00:00Z' }),
    ];
    const names = (all: AilingServer[]) => all.map(each => each.server.name);
    expect(names([...order].reverse().sort(byUrgency))).toEqual(names(order));
  });
});
