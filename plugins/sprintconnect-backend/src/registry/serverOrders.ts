import type { ServerQuery } from '@sprintconnect/plugin-sprintconnect-common';
import type { Dialect } from '../ports';
import type { MovesTable } from './ServerMoveStore';

type OrderBy = NonNullable<ServerQuery['orderBy']>;

/** What a list of servers can be sorted by. */
export type ServerOrderName = Exclude<OrderBy, `-${string}`>;

interface SortKey {
  kind: 'text' | 'number' | 'time';
  /** Where the key stands that a server left. Absent: it never changes. */
  moves?: MovesTable;
  /** The key in SQL, never null, of a row of `servers` or of moves. */
  of(row: 'servers' | 'moved', dialect: Dialect): string;
}

/** The key of each order, in SQL without anything that a caller wrote. */
export const serverOrders: Record<ServerOrderName, SortKey> = {
  name: { kind: 'text', moves: 'server_moves', of: row => `${row}.name` },
  createdAt: { kind: 'time', of: row => `${row}.created_at` },
  updatedAt: {
    kind: 'time',
    moves: 'server_moves',
    of: row => `${row}.updated_at`,
  },
  // The worst comes first.
  health: {
    kind: 'number',
    moves: 'server_observed_moves',
    of: row =>
      `case ${row}.health_status when 'unhealthy' then 0 when 'degraded' then 1 when 'login-required' then 2 when 'unknown' then 3 else 4 end`,
  },
  // One that was never refreshed comes before all others.
  lastDiscoveredAt: {
    kind: 'time',
    moves: 'server_observed_moves',
    of: (row, { epoch }) => `coalesce(${row}.last_discovered_at, ${epoch})`,
  },
  tools: {
    kind: 'number',
    moves: 'server_observed_moves',
    of: row => `${row}.tools`,
  },
};
