import { problemTypeOf } from '@sprintconnect/plugin-sprintconnect-common';
import { databaseIds } from '../__testUtils__';
import { closedAfterTest } from '../__testUtils__/closedAfterTest';
import {
  catalogPlugin,
  HEADER,
  keyOfAcme,
  openTenancy,
  service,
  user,
} from '../administration/__testUtils__/openTenancy';
import { startIssuer } from '../administration/__testUtils__/startIssuer';

describe.each(databaseIds)('organisations of the catalog on %s', id => {
  it('are as the catalog calls them, and nothing is written of them', async () => {
    const { ask, counts, organisation, database, catalog, clock } =
      await openTenancy({ id });
    const before = await counts();
    expect((await ask(user('ada'))).body.orgId).toBe('acme');
    expect((await ask(user('otto'))).body.orgId).toBe('emea~globex');
    expect((await ask(user('near'))).body.orgId).toBe('emea~globex');
    expect(await counts()).toEqual(before);
    catalog.ups['group:default/acme'].title = 'Acme Inc.';
    clock.advance(61_000);

    await database.reader('role_bindings').insert(
      ['acme', 'emea~globex'].map((orgId, index) => ({
        id: `${index}`,
        org_id: orgId,
        subject: '*',
        role: 'viewer',
        created_by: 'user:default/ada',
        created_at: new Date(),
      })),
    );
    expect(await organisation(user('ada'))).toEqual({
      id: 'acme',
      slug: 'acme',
      title: 'Acme Inc.',
      entityRef: 'group:default/acme',
      tenancy: 'catalog',
      counts: { servers: 3, apiKeys: 0, roleBindings: 1 },
    });
  });

  it('are of services by the configuration, or by the header of who is trusted', async () => {
    const { ask } = await openTenancy({ id });
    expect((await ask(service('external:ci'))).body.orgId).toBe('acme');
    for (const named of ['acme', 'group:default/tides', 'user:default/ADA']) {
      expect((await ask(catalogPlugin, named)).body.orgId).toBe('acme');
    }
    // Known before anybody of it was here.
    const { body } = await ask(catalogPlugin, 'emea~globex');
    expect(body.orgId).toBe('emea~globex');
  });

  it('refuse their keys, agents and services when they are gone, until they are back', async () => {
    const issuer = closedAfterTest(await startIssuer());
    const { ask, access, catalog, clock, counts, reached, database } =
      await openTenancy({
        id,
        settings: {
          issuers: [
            issuer.settings({
              claims: { subject: 'sub', organisation: 'org_id', scopes: false },
            }),
          ],
        },
      });
    const secret = await keyOfAcme(database, []);
    // Longer than the clock is put forward here.
    const exp = Math.floor(Date.now() / 1000) + 3_600;
    const machines = [
      `Bearer ${secret}`,
      `Bearer ${await issuer.sign({ org_id: 'acme', exp })}`,
      service('external:ci'),
    ];
    const answers = async () => {
      const all = await Promise.all(machines.map(each => ask(each)));
      return all.map(({ status, body }) => ({ status, body }));
    };
    const good = { status: 200, body: { orgId: 'acme' } };
    expect(await answers()).toMatchObject([good, good, good]);
    expect(await access.organisations.gone(['acme'])).toEqual(new Set());
    const before = await counts();
    reached.mockClear();

    const { 'group:default/acme': acme } = catalog.ups;
    delete catalog.ups['group:default/acme'];
    clock.advance(61_000);
    const detail = expect.stringContaining('belongs to the organisation acme');
    const refusal = { status: 403, body: { detail } };
    expect(await answers()).toMatchObject([refusal, refusal, refusal]);
    expect(await access.organisations.gone(['acme', 'emea~globex'])).toEqual(
      new Set(['acme']),
    );
    expect(reached).not.toHaveBeenCalled();
    expect(await counts()).toEqual(before);

    catalog.ups['group:default/acme'] = acme;
    clock.advance(61_000);
    expect(await answers()).toMatchObject([good, good, good]);
  });
});

it.each([
  [
    'a user whom the catalog does not know',
    user('ghost'),
    undefined,
    "isn't in the catalog",
    'organisation-missing',
  ],
  [
    'a user in no organisation, in groups that contain each other',
    user('nomad'),
    undefined,
    'spec.type organization',
    'organisation-missing',
  ],
  [
    'a user in two',
    user('bo'),
    undefined,
    'group:default/acme, group:emea/globex',
    'organisation-missing',
  ],
  [
    'a service that is not configured',
    service('external:x'),
    undefined,
    'tenancy.services',
    'organisation-missing',
  ],
  [
    'a service whose subject is a property of every object',
    service('constructor'),
    undefined,
    'tenancy.services',
    'organisation-missing',
  ],
  [
    'a trusted service that names none',
    catalogPlugin,
    undefined,
    HEADER.toLowerCase(),
    'organisation-not-named',
  ],
  [
    'a trusted service that names one that is not there',
    catalogPlugin,
    'initech',
    "doesn't exist",
    'organisation-unknown',
  ],
  [
    'a trusted service that names nonsense',
    catalogPlugin,
    '../acme',
    "doesn't exist",
    'organisation-unknown',
  ],
  [
    'a trusted service that names a group in no organisation',
    catalogPlugin,
    'group:default/a',
    'spec.type',
    'organisation-missing',
  ],
  [
    'a user who names their own',
    user('ada'),
    'acme',
    "can't choose",
    'organisation-not-choosable',
  ],
  [
    'a user who names another',
    user('ada'),
    'emea~globex',
    "can't choose",
    'organisation-not-choosable',
  ],
  [
    'a service that is not trusted and names one',
    service('external:ci'),
    'emea~globex',
    "can't choose",
    'organisation-not-choosable',
  ],
] as const)(
  '403 for %s, and nothing is written',
  async (...[, header, named, words, kind]) => {
    const { ask, counts, reached } = await openTenancy();
    const before = await counts();
    const answer = await ask(header, named);
    expect(answer.status).toBe(403);
    expect(answer.headers['content-type']).toContain('problem+json');
    expect(answer.body.detail).toContain(words);
    expect(answer.body.type).toBe(problemTypeOf(kind));
    expect(reached).not.toHaveBeenCalled();
    expect(await counts()).toEqual(before);
  },
);

it('takes the header once, and from no machine', async () => {
  const issuer = closedAfterTest(await startIssuer());
  const { ask, counts, reached } = await openTenancy({
    settings: {
      issuers: [
        issuer.settings({
          claims: { subject: 'sub', organisation: 'org_id', scopes: 'scope' },
        }),
      ],
    },
  });
  const before = await counts();
  const twice = await ask(catalogPlugin, ['acme', 'emea~globex']);
  expect(twice.status).toBe(400);
  const token = await issuer.sign({ org_id: 'acme' });
  const agent = await ask(`Bearer ${token}`, 'emea~globex');
  expect(agent.status).toBe(403);
  expect(agent.body.detail).toContain("can't choose");
  expect(reached).not.toHaveBeenCalled();
  expect(await counts()).toEqual(before);

  expect((await ask(`Bearer ${token}`)).body.orgId).toBe('acme');
  const elsewhere = await issuer.sign({ org_id: 'emea~globex' });
  expect((await ask(`Bearer ${elsewhere}`)).body.orgId).toBe('emea~globex');
});

it('remembers for a while what the catalog says, and never that it was silent', async () => {
  const { ask, catalog, clock, reached } = await openTenancy();
  catalog.fail(true);
  const silent = await ask(user('ada'));
  expect(silent.status).toBe(503);
  expect(silent.headers['retry-after']).toBe('5');
  expect(silent.body.type).toBe(problemTypeOf('catalog-unavailable'));
  expect(reached).not.toHaveBeenCalled();
  catalog.fail(false);
  await Promise.all([ask(user('ada')), ask(user('ada')), ask(user('ada'))]);
  const asked = catalog.asked();
  catalog.ups['user:default/ada'].up = ['group:emea/globex'];
  expect((await ask(user('ada'))).body.orgId).toBe('acme');
  expect(catalog.asked()).toBe(asked);
  clock.advance(61_000);
  expect((await ask(user('ada'))).body.orgId).toBe('emea~globex');
});

it('takes a silent catalog at its last word for ten minutes, and only then for no answer', async () => {
  const { access, ask, catalog, clock } = await openTenancy();
  const ci = service('external:ci');
  catalog.fail(true);
  expect((await ask(ci)).status).toBe(503);
  expect(await access.organisations.gone(['acme'])).toEqual(new Set());
  clock.advance(6_000);
  catalog.fail(false);
  expect((await ask(ci)).status).toBe(200);
  const asked = catalog.asked();
  await Promise.all([ask(ci), ask(ci), ask(ci)]);
  expect(catalog.asked()).toBe(asked);

  catalog.fail(true);
  clock.advance(9 * 60_000);
  expect((await ask(ci)).status).toBe(200);
  clock.advance(2 * 60_000);
  const silent = await ask(ci);
  expect(silent.status).toBe(503);
  expect(silent.headers['retry-after']).toBe('5');
  expect(await access.organisations.gone(['acme'])).toEqual(new Set());
});

it('finds an organisation that came into being a moment ago', async () => {
  const { ask, catalog, clock } = await openTenancy({
    tenancy: { mode: 'catalog', services: { 'external:ci': 'initech' } },
  });
  expect((await ask(service('external:ci'))).status).toBe(403);
  catalog.ups['group:default/initech'] = { type: 'organization' };
  clock.advance(6_000);
  expect((await ask(service('external:ci'))).body.orgId).toBe('initech');
});

it('is one organisation for all in mode single, whoever is named', async () => {
  const { ask, catalog, counts, database, organisation } = await openTenancy({
    tenancy: { mode: 'single' },
  });
  for (const header of [user('ghost'), service('external:x')]) {
    expect((await ask(header)).body.orgId).toBe('default');
  }
  for (const named of ['default', 'group:default/acme']) {
    expect((await ask(catalogPlugin, named)).body.orgId).toBe('default');
  }
  expect((await ask(catalogPlugin, 'acme')).status).toBe(403);
  expect((await ask(user('ada'), 'default')).status).toBe(403);
  const secret = await keyOfAcme(database, []);
  const before = await counts();
  const left = await ask(`Bearer ${secret}`);
  expect(left.status).toBe(403);
  expect(left.body.detail).toContain('only default exists');
  expect(await counts()).toEqual(before);
  expect(await organisation(user('ada'))).toMatchObject({ id: 'default' });
  expect(catalog.asked()).toBe(0);
});
