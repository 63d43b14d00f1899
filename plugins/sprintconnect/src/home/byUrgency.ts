import type {
  HealthSummary,
  Server,
} from '@sprintconnect/plugin-sprintconnect-common';

export interface AilingServer {
  server: Pick<
    Server,
    'id' | 'name' | 'title' | 'environment' | 'owner' | 'health'
  >;
  /** Absent where health was not told beside the list. */
  summary?: HealthSummary;
  /** The reader, or a group of the reader, owns it. */
  mine: boolean;
}

/** The reader's own servers first, then the worst, then those that have been ill the longest. */
export function byUrgency(one: AilingServer, other: AilingServer): number {
  return (
    Number(other.mine) - Number(one.mine) ||
    badness(other.server) - badness(one.server) ||
    since(one).localeCompare(since(other)) ||
    one.server.name.localeCompare(other.server.name)
  );
}

/** The worse, the higher. */
export function badness({ health }: Pick<Server, 'health'>): number {
  return health.status === 'unhealthy' ? 1 : 0;
}

/** Times are RFC 3339 in UTC, so that they sort as text; an unknown one comes last. */
function since({ server, summary }: AilingServer): string {
  return summary?.since ?? server.health.since ?? '9999';
}
