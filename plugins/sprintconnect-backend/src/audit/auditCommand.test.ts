import { databaseIds } from '../__testUtils__';
import { auditKey, createAuditWorld } from './__testUtils__/createAuditWorld';
import { auditCommand } from './auditCommand';

async function* linesOf(lines: string[]) {
  yield* lines;
}

describe.each(databaseIds)('sprintconnect-audit on %s', id => {
  async function world() {
    const made = await createAuditWorld(id);
    const run = async (args: string[], log: string[] = []) => {
      const said: string[] = [];
      const code = await auditCommand({
        args,
        open: async () => ({
          database: made.database,
          keys: async () => [auditKey],
        }),
        readFile: () => linesOf(log),
        write: text => said.push(text),
      });
      return { code, text: said.join('') };
    };
    return { ...made, run };
  }

  it('ends with 0 when all is whole', async () => {
    const { run, fill, record } = await world();
    await fill(3);
    await record();
    expect(await run(['verify'])).toEqual({
      code: 0,
      text: 'ok   default: 3 entries, 1 to 3, 1 not sealed yet\n1 chains, 0 anchors: whole\n',
    });
    const { text } = await run(['verify', '--json']);
    expect(JSON.parse(text)).toMatchObject({ ok: true, to: 3 });
  });

  it('ends with 1 and names the first bad entry', async () => {
    const { run, fill, disarm, knex, rows } = await world();
    await fill(3);
    await disarm();
    await knex('audit_entries').where({ seq: 2 }).update({ action: 'x' });
    const { code, text } = await run(['verify']);
    expect(code).toBe(1);
    expect(text).toContain(
      `BAD  default: entry 2, id ${(await rows())[1].id}: Its hash does not fit`,
    );
  });

  it('reads anchors from the log that the sealer wrote, plain or as JSON', async () => {
    const { run, fill, sealer, logger, rows } = await world();
    await fill(2);
    await sealer.stop();
    const line = String(logger.info.mock.calls[0][0]);
    const log = [
      'other',
      `2026-11-22 info ${line}`,
      JSON.stringify({ message: line }),
    ];
    expect((await run(['verify', '--anchors', 'x'], log)).text).toContain(
      '2 anchors: whole',
    );
    const forged = log.map(each => each.replace('"seq":2', '"seq":9'));
    const { code, text } = await run(['verify', '--anchors', 'x'], forged);
    expect(code).toBe(1);
    expect(text).toContain('entry 9');
    expect(await rows()).toHaveLength(2);
  });

  it('ends with 2 when it cannot check: no words, no such option, no such tables', async () => {
    const { run, knex } = await world();
    expect(await run([])).toMatchObject({ code: 2 });
    expect(await run(['verify', '--fast'])).toMatchObject({ code: 2 });
    await knex.schema.dropTable('audit_heads');
    expect(await run(['verify'])).toMatchObject({
      code: 2,
      text: expect.stringContaining('no audit chain'),
    });
  });
});
