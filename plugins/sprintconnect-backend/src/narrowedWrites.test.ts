import { v7 as uuid } from 'uuid';
import permissionPlugin from '@backstage/plugin-permission-backend';
import { serverConditions as server } from '@sprintconnect/plugin-sprintconnect-common';
import { askingServices } from 'testing';
import { databaseIds } from './__testUtils__';
import { fillNarrowed, type Ids } from './__testUtils__/narrowed/fixtures';
import { type Holding, policyOf } from './__testUtils__/narrowed/policyOf';
import { user } from './__testUtils__/routeWalk/callers';
import { OWNERS } from './__testUtils__/routeWalk/people';
import { type Portal, startPortal } from './__testUtils__/routeWalk/portal';
import { createWitness } from './__testUtils__/routeWalk/witness';

const weather = server.hasTag({ tag: 'weather' });
const own = server.isOwner({ claims: [OWNERS] });

const PEOPLE: Record<string, Holding> = {
  // Sees alpha, bravo and echo; may write alpha, delta and golf.
  'acme-owner': {
    'server.read': weather,
    'server.update': own,
    'server.delete': own,
  },
  'acme-reader': { 'server.read': true },
  'acme-retirer': { 'server.read': true, 'server.delete': own },
  'acme-blind': { 'server.update': true, 'server.delete': true },
  'acme-maker': { 'server.create': true },
};

interface Write {
  method: string;
  rest: string;
  success: number;
  body?: object;
  headers?: Record<string, string>;
}
const WRITES: readonly Write[] = [
  { method: 'POST', rest: '/discover', success: 202 },
  { method: 'POST', rest: '/probe', success: 202 },
  {
    method: 'PATCH',
    rest: '',
    success: 200,
    body: { title: 'Changed' },
    headers: { 'if-match': '"1"' },
  },
  { method: 'DELETE', rest: '', success: 204 },
];

describe.each(databaseIds)(
  'writing as somebody whom the permission backend narrows, on %s',
  id => {
    let portal: Portal;
    let ids: Ids;
    let witness: ReturnType<typeof createWitness>;

    beforeAll(async () => {
      const people = policyOf(new Map(Object.entries(PEOPLE)));
      portal = await startPortal(id, {
        features: [permissionPlugin, people, ...askingServices],
      });
      ids = await fillNarrowed(portal);
      witness = createWitness(portal.database);
    });
    afterAll(() => portal?.stop());

    const idOf = (name: string) => ids.servers.get(name) ?? uuid();
    /** What came, without what is different for each request. */
    const write = async (by: string, name: string, of: Write) => {
      const serverId = idOf(name);
      const answer = await portal.send(`/v1/servers/${serverId}${of.rest}`, {
        method: of.method,
        headers: { ...user(by), ...of.headers },
        body: of.body,
      });
      const text = (await answer.text())
        .replaceAll(serverId, '<id>')
        .replace(/"requestId":"[^"]*"/, '');
      return { status: answer.status, text };
    };
    const everything = async () => ({
      acme: await witness.content('acme'),
      globex: await witness.content('globex'),
    });

    it.each(WRITES)(
      '$method $rest is refused where it may not be, and leaves nothing',
      async of => {
        const before = await everything();
        const refusals = await Promise.all(
          ['bravo', 'echo'].map(name => write('acme-owner', name, of)),
        );
        expect(refusals.map(({ status }) => status)).toEqual([403, 403]);
        // What they may write but not see, what another organisation has, and what nobody has.
        const unseen = await Promise.all(
          ['delta', 'hotel', 'nobody'].map(name =>
            write('acme-owner', name, of),
          ),
        );
        expect(unseen.map(({ status }) => status)).toEqual([404, 404, 404]);
        expect(new Set(unseen.map(({ text }) => text)).size).toBe(1);
        for (const by of ['acme-reader', 'acme-blind', 'acme-maker']) {
          const texts = new Set<string>();
          for (const name of ['alpha', 'hotel', 'nobody']) {
            const { status, text } = await write(by, name, of);
            expect([by, name, status]).toEqual([by, name, 403]);
            texts.add(text);
          }
          expect(texts.size).toBe(1);
        }
        expect(await everything()).toEqual(before);
      },
    );

    it('tells of each server what the writes then answer', async () => {
      const read = async (by: string, address: string) => {
        const answer = await portal.send(address, {
          method: 'GET',
          headers: user(by),
        });
        return answer.json();
      };
      const all = { update: true, discover: true, probe: true, delete: true };
      const none = {
        update: false,
        discover: false,
        probe: false,
        delete: false,
      };
      const expected = [
        ['acme-owner', 'alpha', all],
        ['acme-owner', 'bravo', none],
        ['acme-reader', 'alpha', none],
        ['acme-retirer', 'alpha', { ...none, delete: true }],
        ['acme-retirer', 'bravo', none],
      ] as const;
      for (const [by, name, access] of expected) {
        const found = await read(by, `/v1/servers/${idOf(name)}`);
        expect([by, name, found.access]).toEqual([by, name, access]);
        const key = `${found.environment}/${found.name}`;
        const named = await read(by, `/v1/servers/by-name/${key}`);
        expect(named.access).toEqual(access);
        const { items } = await read(by, '/v1/servers?fields=id,access');
        expect(items).toContainEqual({ id: idOf(name), access });
      }
      const { items } = await read('acme-owner', '/v1/servers');
      expect(items).toHaveLength(3);
      for (const each of items) expect(each).not.toHaveProperty('access');
    });

    it('a write that was refused leaves no answer to repeat', async () => {
      const before = await everything();
      const [discover] = WRITES;
      for (const [name, status] of [
        ['bravo', 403],
        ['delta', 404],
      ] as const) {
        const headers = { 'idempotency-key': `try-${name}` };
        for (let round = 0; round < 2; round++) {
          const answer = await write('acme-owner', name, {
            ...discover,
            headers,
          });
          expect(answer.status).toBe(status);
        }
      }
      expect(await everything()).toEqual(before);
    });

    it('making servers needs its own permission, and no other', async () => {
      const before = await everything();
      const make = (by: string) =>
        portal.send('/v1/servers', {
          method: 'POST',
          headers: user(by),
          body: {
            name: 'made',
            environment: 'production',
            remotes: [
              { type: 'streamable-http', url: 'https://made.example/mcp' },
            ],
          },
        });
      for (const by of ['acme-owner', 'acme-reader', 'acme-blind']) {
        expect((await make(by)).status).toBe(403);
      }
      expect(await everything()).toEqual(before);
      expect((await make('acme-maker')).status).toBe(201);
    });

    it('a write that may be is done, and its job is told to who sees the server', async () => {
      for (const of of WRITES.slice(0, 3)) {
        expect((await write('acme-owner', 'alpha', of)).status).toBe(
          of.success,
        );
      }
      const [{ id: job }] = await portal.database
        .reader('jobs')
        .where({ kind: 'discover-server', key: idOf('alpha') });
      const jobFor = async (by: string) =>
        (
          await portal.send(`/v1/jobs/${job}`, {
            method: 'GET',
            headers: user(by),
          })
        ).status;
      expect(await jobFor('acme-owner')).toBe(200);
      expect(await jobFor('acme-reader')).toBe(200);
      expect(await jobFor('acme-blind')).toBe(403);
    });

    it('a server is handed over to nobody whom the catalog does not know', async () => {
      const before = await everything();
      for (const [field, ref] of [
        ['owner', 'group:default/nobody'],
        ['owner', 'nobody'],
        ['system', 'system:default/nothing'],
      ] as const) {
        const { status, text } = await write('acme-owner', 'alpha', {
          ...WRITES[2],
          body: { [field]: ref },
          headers: { 'if-match': '"2"' },
        });
        expect([field, status]).toEqual([field, 400]);
        expect(text).toContain(
          `{"path":"${field}","message":"is not in the catalog`,
        );
      }
      expect(await everything()).toEqual(before);
    });

    it('a server may be handed over out of sight, and is gone then', async () => {
      const handOver = await write('acme-owner', 'alpha', {
        ...WRITES[2],
        body: { tags: [], owner: 'group:default/rain' },
        headers: { 'if-match': '"2"' },
      });
      expect(handOver.status).toBe(200);
      const before = await everything();
      for (const of of WRITES) {
        expect((await write('acme-owner', 'alpha', of)).status).toBe(404);
      }
      expect(await everything()).toEqual(before);
    });
  },
);
