import request from 'supertest';
import { openTestDatabase, testApp, testAuthorizer } from '../__testUtils__';
import type { Database } from '../ports';
import { openTestSecrets, testKey } from './__testUtils__/openTestSecrets';

const [one, two, three] = [1, 2, 3].map(each => ({
  id: `key-${each}`,
  secret: testKey(each),
}));

async function seal(database: Database, keys: object[], orgId = 'default') {
  const { vault } = await openTestSecrets(database, { keys });
  const place = { orgId, holder: 'credential:1', field: 'token', version: 1 };
  const sealed = await vault.seal(place, 'marked-secret');
  await database.transaction(tx => vault.keep(tx, sealed));
}

async function appOf(
  database: Database,
  keys: object[],
  denied: string[] = [],
) {
  const { router } = await openTestSecrets(database, { keys });
  return testApp([router({ authorizer: testAuthorizer(denied) })]);
}

describe('GET /v1/secrets/keys', () => {
  it('200: the ring in its order, with what each wraps of the own organisation', async () => {
    const database = await openTestDatabase();
    await seal(database, [two!]);
    await seal(database, [three!], 'other');
    const app = await appOf(database, [one!, two!, three!]);
    const answer = await request(app).get('/v1/secrets/keys');
    expect(answer.status).toBe(200);
    const check = expect.stringMatching(/^[0-9a-f]{16}$/);
    const local = { check, kind: 'local' };
    expect(answer.body).toEqual({
      items: [
        { ...local, id: 'key-1', state: 'seals', secrets: 0, removable: false },
        { ...local, id: 'key-2', state: 'opens', secrets: 1, removable: false },
        // Another organisation still needs it.
        { ...local, id: 'key-3', state: 'opens', secrets: 0, removable: false },
      ],
    });
    expect(answer.text).not.toContain(testKey(1));
  });

  it('200: a key that nothing needs any more, and one that is missing', async () => {
    const database = await openTestDatabase();
    await seal(database, [three!]);
    const app = await appOf(database, [one!, two!]);
    const { body } = await request(app).get('/v1/secrets/keys');
    expect(body.items).toMatchObject([
      { id: 'key-1', state: 'seals', removable: false },
      { id: 'key-2', state: 'opens', removable: true },
      { id: 'key-3', state: 'missing', secrets: 1, removable: false },
    ]);
    expect(body.items[2]).not.toHaveProperty('kind');
    const elsewhere = await request(app)
      .get('/v1/secrets/keys')
      .set('x-test-org', 'other');
    expect(elsewhere.body.items).toHaveLength(2);
  });

  it('403 without the permission to manage credentials', async () => {
    const app = await appOf(
      await openTestDatabase(),
      [one!],
      ['sprintconnect.credential.manage'],
    );
    const answer = await request(app).get('/v1/secrets/keys');
    expect(answer.status).toBe(403);
    expect(answer.body).not.toHaveProperty('items');
  });
});
