import { auditExportQuerySchema, auditQuerySchema } from '../audit';
import type { ApiRoute } from './ApiRoute';

/** Who did what. */
export const auditRoutes: readonly ApiRoute[] = [
  {
    method: 'get',
    path: '/v1/audit',
    operationId: 'listAudit',
    summary: 'List audit entries, newest first',
    query: auditQuerySchema,
    status: 200,
    answer: 'AuditPage',
    problems: [],
  },
  {
    method: 'get',
    path: '/v1/audit/export',
    operationId: 'exportAudit',
    summary:
      'Export audit entries, newest first, as a stream: one AuditRecord per line, or a table',
    query: auditExportQuerySchema,
    status: 200,
    streams: ['application/x-ndjson', 'text/csv'],
    headers: ['Content-Disposition'],
    problems: [],
  },
];
