import type { Router } from 'express';
import {
  auditExportQuerySchema,
  auditQuerySchema,
  auditReadPermission,
  auditRecordSchema,
  type AuditExportQuery,
  type AuditRecord,
  type Page,
} from '@sprintconnect/plugin-sprintconnect-common';
import type {
  AuditTrail,
  Authorizer,
  Database,
  RequestContext,
} from '../ports';
import {
  contextOf,
  createRouter,
  parse,
  pickFields,
  ProblemError,
  queryOf,
  type Cursors,
} from '../http';
import {
  AuditListStore,
  type AuditFilters,
  type AuditPosition,
} from './AuditListStore';
import { ANONYMOUS_CHAIN } from './AuditStore';
import { sendExport } from './sendExport';

/** Whose operators see refused requests that nobody was behind, which belong to no organisation. */
const OPERATORS = 'default';

type Filters = Omit<AuditExportQuery, 'format'>;

export interface AuditRouterOptions {
  database: Database;
  audit: AuditTrail;
  authorizer: Authorizer;
  cursors: Cursors;
}

/** `GET /v1/audit` and `GET /v1/audit/export`; each read becomes an entry itself. */
export function createAuditRouter(options: AuditRouterOptions): Router {
  const { database, audit, authorizer, cursors } = options;
  const store = new AuditListStore(database);
  const router = createRouter();

  const recordRead = (
    ctx: RequestContext,
    action: 'audit-read' | 'audit-export',
    { chain, meta }: { chain: string; meta: Record<string, unknown> },
  ) =>
    database.transaction(tx =>
      audit.record(tx, ctx, {
        action,
        target: { type: 'audit', id: chain },
        outcome: 'success',
        meta,
      }),
    );

  router.get('/v1/audit', async (req, res) => {
    const ctx = contextOf(req);
    await authorizer.require(ctx, auditReadPermission);
    const query = parse(auditQuerySchema, queryOf(req));
    const { limit, cursor, fields, count, ...asked } = query;
    const filters = toFilters(ctx, asked);
    const bound = { ...query, of: 'audit' };
    const after = cursors.verify(ctx, bound) as AuditPosition | undefined;
    // Refused before it is noted as read, and noted before it is read: none is seen without a trace.
    pickFields<AuditRecord>([], fields, Object.keys(auditRecordSchema.shape));
    const { chain } = filters;
    await recordRead(ctx, 'audit-read', { chain, meta: { ...asked, limit } });
    const { items, next } = await store.list(filters, { after, limit });
    const page: Page<Partial<AuditRecord>> = {
      items: pickFields(items, fields, Object.keys(auditRecordSchema.shape)),
      ...(next && { nextCursor: cursors.sign(ctx, bound, next) }),
      ...(count && { totalItems: await store.count(filters) }),
    };
    res.set('Cache-Control', 'no-store').json(page);
  });

  router.get('/v1/audit/export', async (req, res) => {
    const ctx = contextOf(req);
    await authorizer.require(ctx, auditReadPermission);
    const query = parse(auditExportQuerySchema, queryOf(req));
    const { format, ...asked } = query;
    const filters = toFilters(ctx, asked);
    const { chain } = filters;
    await recordRead(ctx, 'audit-export', { chain, meta: { ...query } });
    await sendExport(res, format, store.batches(filters));
  });
  return router;
}

function toFilters(ctx: RequestContext, query: Filters): AuditFilters {
  if (query.anonymous && ctx.orgId !== OPERATORS) {
    throw new ProblemError({
      kind: 'operators-only',
      detail: `Unauthenticated requests don't belong to an organisation. Only the organisation "${OPERATORS}" can read them.`,
    });
  }
  return {
    chain: query.anonymous ? ANONYMOUS_CHAIN : ctx.orgId,
    actor: query.actor,
    actions: query.action?.split(',').map(each => each.trim()),
    target: query.target,
    outcome: query.outcome,
    from: query.from ? new Date(query.from) : undefined,
    to: query.to ? new Date(query.to) : undefined,
  };
}
