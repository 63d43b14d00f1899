import { auditExportQuerySchema, auditQuerySchema } from '../audit';
import type { ApiRoute } from './ApiRoute';

/** Who did what. */
export const auditRoutes: readonly ApiRoute[] = [
  {
    method: 'get',
    path: '/v1/audit',
    operationId: 'listAudit',
    summary: 'Who did what, newest first',
    query: auditQuerySchema,
    status: 200,
    answer: 'AuditPage',
    problems: [400],
  },
  {
    method: 'get',
    path: '/v1/audit/export',
    operationId: 'exportAudit',
    summary: 'Who did what, all of it as a stream, newest first',
    query: auditExportQuerySchema,
    status: 200,
    streams: ['application/x-ndjson', 'text/csv'],
    problems: [400],
  },
];
