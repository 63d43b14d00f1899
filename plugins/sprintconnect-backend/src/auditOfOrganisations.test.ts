import { databaseIds, eventually } from './__testUtils__';
import { makeKey, pluginFor, user } from './__testUtils__/routeWalk/callers';
import { type Portal, startPortal } from './__testUtils__/routeWalk/portal';
import { fill } from './__testUtils__/routeWalk/resources';

const ADMINS = { acme: 'ada', globex: 'otto' } as const;
type OrgId = keyof typeof ADMINS;

describe.each(databaseIds)('the audit of two organisations on %s', id => {
  let portal: Portal;
  const agents: Partial<Record<OrgId, Record<string, string>>> = {};

  beforeAll(async () => {
    portal = await startPortal(id);
    for (const orgId of Object.keys(ADMINS) as OrgId[]) {
      const { server } = await fill(portal, orgId);
      const { secret } = await makeKey(portal, user(ADMINS[orgId]), {
        scopes: ['audit:read'],
      });
      agents[orgId] = { authorization: `Bearer ${secret}` };
      // Something that is refused, by a key of the organisation.
      await portal.send(`/v1/servers/${server}`, {
        method: 'DELETE',
        headers: agents[orgId],
      });
    }
    await eventually('both refusals are noted', async () => {
      const rows = await portal.database
        .reader('audit_entries')
        .whereNot({ outcome: 'success' })
        .whereIn('org_id', Object.keys(ADMINS));
      return new Set(rows.map(row => row.org_id)).size === 2;
    });
  });
  afterAll(() => portal?.stop());

  const idsOf = async (orgId: OrgId): Promise<Set<string>> =>
    new Set(
      await portal.database
        .reader('audit_entries')
        .where({ org_id: orgId })
        .pluck('id'),
    );
  const read = async (headers: Record<string, string>, address: string) => {
    const answer = await portal.send(address, { method: 'GET', headers });
    expect(answer.status).toBe(200);
    return answer.text();
  };

  it.each(Object.keys(ADMINS) as OrgId[])(
    'tells %s of its own entries, all of them and no other, as a list and in both exports',
    async orgId => {
      const own = await idsOf(orgId);
      const foreign = await idsOf(orgId === 'acme' ? 'globex' : 'acme');
      expect(Math.min(own.size, foreign.size)).toBeGreaterThan(5);
      for (const headers of [
        user(ADMINS[orgId]),
        agents[orgId]!,
        pluginFor(orgId),
      ]) {
        const list = JSON.parse(await read(headers, '/v1/audit?limit=200'));
        const lines = (await read(headers, '/v1/audit/export?format=ndjson'))
          .trim()
          .split('\n');
        const table = await read(headers, '/v1/audit/export?format=csv');
        const listed: string[] = list.items.map(
          (each: { id: string }) => each.id,
        );
        const exported: string[] = lines.map(line => JSON.parse(line).id);
        for (const told of [listed, exported]) {
          // Reading is noted, too, so that there may be more by now.
          expect([...own].filter(each => !told.includes(each))).toEqual([]);
          expect(told.filter(each => foreign.has(each))).toEqual([]);
        }
        expect([...own].filter(each => !table.includes(each))).toEqual([]);
        expect([...foreign].filter(each => table.includes(each))).toEqual([]);
      }
    },
  );
});
