import { mockServices } from '@backstage/backend-test-utils';
import type { AuditEntry, RequestContext } from '../../ports';
import {
  fixedClock,
  openTestDatabase,
  testContext,
  type TestDatabaseId,
} from '../../__testUtils__';
import { createAudit } from '../createAudit';
import { createAuditChain } from '../createAuditChain';
import { verifyAudit } from '../verifyAudit';
import type { Anchor } from '../verifyChain';

export const auditKey = Buffer.from('audit-key-of-the-tests-32-bytes!');

/** A real database with a trail, a chain that seals when told, and what an attacker would do to them. */
export async function createAuditWorld(
  id: TestDatabaseId,
  options: { retentionDays?: number } = {},
) {
  const database = await openTestDatabase({ id });
  const knex = database.reader;
  const clock = fixedClock();
  const logger = mockServices.logger.mock();
  const auditor = mockServices.auditor.mock();
  auditor.createEvent.mockResolvedValue({
    success: jest.fn(),
    fail: jest.fn(),
  });
  const common = { database, clock, logger, auditor };
  const { sealer, prune } = createAuditChain({
    ...common,
    keys: [auditKey],
    retentionDays: options.retentionDays ?? 400,
  });
  const audit = createAudit({ ...common, sealer });

  const record = (
    ctx: Partial<RequestContext> = {},
    entry: Partial<AuditEntry> = {},
  ) =>
    database.transaction(tx =>
      audit.record(tx, testContext(ctx), {
        action: 'server-register',
        target: { type: 'server', id: 's1' },
        outcome: 'success',
        meta: { name: 'weather' },
        ...entry,
      }),
    );
  return {
    ...common,
    knex,
    audit,
    sealer,
    prune,
    record,
    /** Writes and seals so many entries, a second apart. */
    async fill(count: number, ctx: Partial<RequestContext> = {}) {
      for (let index = 0; index < count; index++) {
        clock.advance(1_000);
        await record(ctx, { target: { type: 'server', id: `s${index}` } });
      }
      await sealer.sealAll();
    },
    /** Writes so many entries `server-health` in one transaction. */
    fillAtOnce: (count: number) =>
      database.transaction(async tx => {
        for (let index = 0; index < count; index++) {
          await audit.record(tx, testContext(), {
            action: 'server-health',
            target: { type: 'server', id: `s${index}` },
            outcome: 'success',
          });
        }
      }),
    verify: (anchors: Anchor[] = [], key = auditKey) =>
      verifyAudit(database, { keys: [key], anchors }),
    rows: (orgId = 'default') =>
      knex('audit_entries').where({ org_id: orgId }).orderBy('seq'),
    /** Somebody with all rights to the database takes the triggers away. */
    async disarm() {
      if (database.dialect.name === 'sqlite') {
        const triggers = await knex('sqlite_master')
          .where({ type: 'trigger' })
          .select('name');
        for (const { name } of triggers)
          await knex.raw('DROP TRIGGER ??', [name]);
        return;
      }
      for (const table of [
        'audit_entries',
        'audit_heads',
        'audit_checkpoints',
      ]) {
        await knex.raw('ALTER TABLE ?? DISABLE TRIGGER ALL', [table]);
      }
    },
  };
}
