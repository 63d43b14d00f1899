import type { AuditRecord } from '@sprintconnect/plugin-sprintconnect-common';
import { servers } from './fixtures';
import { ago, idOf } from './moments';

const actions = [
  'server-register',
  'server-discover',
  'server-update',
  'audit-read',
  'request-refuse',
  'server-retire',
];

/** A morning of the audit log, newest first. */
export const auditRecords: AuditRecord[] = Array.from(
  { length: 46 },
  (_, index) => {
    const action = actions[index % actions.length];
    const refused = action === 'request-refuse';
    const server = servers[index % servers.length];
    return {
      id: idOf(5000 + index),
      at: ago(2 + index * 7),
      caller:
        index % 4 === 3
          ? { type: 'service', ref: 'job:discover-server' }
          : {
              type: 'user',
              ref: index % 3 ? 'user:default/ada' : 'user:default/guest',
            },
      action,
      target: refused
        ? { type: 'route', id: 'GET /api/sprintconnect/v1/jobs' }
        : { type: 'server', id: server.id },
      outcome: refused ? 'failure' : 'success',
      ...(refused && {
        reason:
          "user:default/guest doesn't have the permission sprintconnect.jobs.manage.",
      }),
      requestId: idOf(6000 + index),
      traceId: '4bf92f3577b34da6a3ce929d0e0e4736',
      address: index % 4 === 3 ? undefined : '192.0.2.17',
      meta: refused ? { status: 403 } : { name: server.name, revision: index },
      ...(index > 0 && { seq: 46 - index, hash: '9f86d081884c7d65'.repeat(4) }),
    };
  },
);

/** Refused requests that nobody was behind. */
export const anonymousRecords: AuditRecord[] = auditRecords
  .filter(each => each.action === 'request-refuse')
  .map(each => ({
    ...each,
    action: 'credential-refuse',
    caller: { type: 'anonymous', ref: 'anonymous' },
    reason: 'Send an API key or a Backstage token.',
    meta: { status: 401, scheme: 'bearer', repeats: 12 },
  }));

/** What the filters of a query let through. */
export function filterAudit(
  records: AuditRecord[],
  query: URLSearchParams,
): AuditRecord[] {
  const is = (name: string, value: string) =>
    !query.get(name) || query.get(name)!.split(',').includes(value);
  const actor = query.get('actor') ?? '';
  const isActor = (ref: string) =>
    actor.includes(':') ? ref === actor : ref.includes(actor.toLowerCase());
  return records.filter(
    each =>
      isActor(each.caller.ref) &&
      is('action', each.action) &&
      (is('target', each.target.id) ||
        String(each.meta?.name ?? '').includes(query.get('target') ?? '')) &&
      is('outcome', each.outcome) &&
      each.at >= (query.get('from') ?? ''),
  );
}
