import {
  type AuditExportFormat,
  type AuditQuery,
  type AuditRecord,
  auditRecordSchema,
} from './audit';
import { eachItem, itemSchema } from './listing';
import { type Page, pageSchema } from './page';
import type { Rest } from './Rest';
import type { CallOptions, ListOptions } from './SprintConnectClientOptions';

/** What narrows the audit log. @public */
export type AuditFilterOptions = Pick<
  AuditQuery,
  'actor' | 'target' | 'outcome' | 'from' | 'to' | 'anonymous'
> & {
  /** One action or several that mean "any of". */
  action?: string | readonly string[];
};

/** Which entries of the audit log, and which fields of each. @public */
export type ListAuditOptions<F extends keyof AuditRecord = keyof AuditRecord> =
  ListOptions<F> & AuditFilterOptions;

/** The part of the client about who did what. @public */
export interface AuditClient {
  /** `GET /v1/audit`, newest first. */
  list<F extends keyof AuditRecord = keyof AuditRecord>(
    query?: ListAuditOptions<F>,
    options?: CallOptions,
  ): Promise<Page<Pick<AuditRecord, F>>>;
  /** Every entry that matches, page after page, newest first. */
  all(
    query?: AuditFilterOptions,
    options?: CallOptions,
  ): AsyncGenerator<AuditRecord, void>;
  /** `GET /v1/audit/export`: the body is a stream, which may be long. */
  export(
    query: AuditFilterOptions & { format: AuditExportFormat },
    options?: CallOptions,
  ): Promise<Response>;
}

export function createAuditClient(rest: Rest): AuditClient {
  const list: AuditClient['list'] = (query = {}, options = {}) =>
    rest.read(
      '/v1/audit',
      pageSchema(itemSchema(auditRecordSchema, query.fields)),
      { ...options, query },
    );
  return {
    list,
    all: (query, options) =>
      eachItem(cursor => list({ ...query, cursor }, options)),
    export: (query, options) =>
      rest.send('/v1/audit/export', { ...options, query }),
  };
}
