import { mockServices } from '@backstage/backend-test-utils';
import {
  databaseIds,
  eventually,
  fixedClock,
  openTestDatabase,
  testContext,
} from '../__testUtils__';
import { createAudit, openAudit, openAuditKeys } from '.';

const entry = {
  action: 'server-register',
  target: { type: 'server', id: 's1' },
  outcome: 'success' as const,
  meta: { name: 'weather' },
};

describe.each(databaseIds)('the keys of the audit trail on %s', id => {
  it('are that of the configuration before all others, and without one that of the database', async () => {
    const database = await openTestDatabase({ id });
    const clock = fixedClock();
    const [own, ...others] = await openAuditKeys(
      database,
      { previousKeys: [] },
      clock,
    );
    expect(others).toEqual([]);
    const [key, before] = ['configured', 'before'];
    expect(
      await openAuditKeys(
        database,
        { key, previousKeys: [before, 'database'] },
        clock,
      ),
    ).toEqual([Buffer.from(key), Buffer.from(before), own]);
  });
});

describe.each(databaseIds)('audit trail on %s', id => {
  async function world() {
    const database = await openTestDatabase({ id });
    const auditor = mockServices.auditor.mock();
    const event = { success: jest.fn(), fail: jest.fn() };
    auditor.createEvent.mockResolvedValue(event);
    const logger = mockServices.logger.mock();
    const clock = fixedClock();
    const audit = createAudit({ database, clock, logger, auditor });
    return { database, audit, auditor, event, logger, clock };
  }

  it('records who did what, and copies it to the auditor after the commit', async () => {
    const { database, audit, auditor, event, clock } = await world();
    await database.transaction(async tx => {
      await audit.record(tx, testContext({ traceId: 'abc' }), entry);
      expect(auditor.createEvent).not.toHaveBeenCalled();
    });
    const [row] = await database.reader('audit_entries');
    expect(row).toMatchObject({
      org_id: 'default',
      caller_type: 'user',
      caller_ref: 'user:default/ada',
      action: 'server-register',
      target_type: 'server',
      target_id: 's1',
      outcome: 'success',
      request_id: 'test-request',
      trace_id: 'abc',
    });
    expect(database.dialect.fromTime(row.at)).toEqual(clock.now());
    expect(database.dialect.fromJson(row.meta)).toEqual({ name: 'weather' });
    await eventually('the copy', () => event.success.mock.calls.length === 1);
    expect(auditor.createEvent).toHaveBeenCalledWith(
      expect.objectContaining({ eventId: 'server-register' }),
    );
  });

  it('records nothing when the change is rolled back', async () => {
    const { database, audit, auditor } = await world();
    await expect(
      database.transaction(async tx => {
        await audit.record(tx, testContext(), entry);
        throw new Error('no');
      }),
    ).rejects.toThrow('no');
    expect(await database.reader('audit_entries')).toEqual([]);
    expect(auditor.createEvent).not.toHaveBeenCalled();
  });

  it('lets nobody change or delete an entry', async () => {
    const { database, audit } = await world();
    await database.transaction(tx => audit.record(tx, testContext(), entry));
    const before = await database.reader('audit_entries');
    await expect(
      database.reader('audit_entries').update({ outcome: 'failure' }),
    ).rejects.toThrow('append-only');
    await expect(database.reader('audit_entries').delete()).rejects.toThrow(
      'append-only',
    );
    expect(await database.reader('audit_entries')).toEqual(before);
  });

  it('names the policy in force, or the one that the entry names', async () => {
    const { database, clock, logger } = await world();
    const policyHash = 'now';
    const audit = createAudit({ database, clock, logger, policyHash });
    await database.transaction(async tx => {
      await audit.record(tx, testContext(), entry);
      await audit.record(tx, testContext(), { ...entry, policyHash: 'then' });
    });
    const rows = database.reader('audit_entries').orderBy('position');
    expect(await rows.pluck('policy_hash')).toEqual(['now', 'then']);
  });

  it('keeps no secret, wherever in an entry it stands, nor shows it to the auditor', async () => {
    const { database, audit, auditor, event } = await world();
    const secret = `sck_${'s'.repeat(43)}`;
    await database.transaction(tx =>
      audit.record(tx, testContext(), {
        action: 'server-register',
        target: { type: 'server', id: `s1 ${secret}` },
        outcome: 'failure',
        reason: `${secret} is no name`,
        meta: { name: secret, password: 'weather' },
      }),
    );
    expect(await database.reader('audit_entries')).toMatchObject([
      {
        target_id: 's1 [redacted]',
        reason: '[redacted] is no name',
        meta: '{"name":"[redacted]","password":"[redacted]"}',
      },
    ]);
    await eventually('the copy', () => event.fail.mock.calls.length === 1);
    const [{ error }] = event.fail.mock.calls[0];
    expect(error.message).toBe('[redacted] is no name');
    expect(JSON.stringify(auditor.createEvent.mock.calls)).not.toContain(
      secret,
    );
  });

  it('keeps the entry when the auditor fails', async () => {
    const { database, audit, auditor, logger } = await world();
    auditor.createEvent.mockRejectedValue(new Error('no'));
    await database.transaction(tx =>
      audit.record(tx, testContext(), { ...entry, outcome: 'failure' }),
    );
    await eventually('the warning', () => logger.warn.mock.calls.length === 1);
    expect(await database.reader('audit_entries')).toHaveLength(1);
  });

  it('writes what was only counted when it stops', async () => {
    const { database, clock, logger } = await world();
    const settings = { previousKeys: [], retentionDays: 0 };
    const slice = await openAudit({
      ...{ database, clock, logger, settings },
      policyHash: 'p',
    });
    for (let times = 0; times < 3; times++) {
      slice.audit.refused(testContext(), {
        ...{ ...entry, meta: undefined },
        ...{ action: 'request-refuse', outcome: 'failure' },
      });
    }
    await slice.stop();
    expect(
      await database.reader('audit_entries').orderBy('position').pluck('meta'),
    ).toEqual([null, '{"repeats":2}']);
  });
});
