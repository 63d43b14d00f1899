import * as dpop from 'dpop';
import { FORGED } from './administration/__testUtils__/forgedTokens';
import { makeCertificate } from './administration/__testUtils__/makeCertificate';
import { startIssuer } from './administration/__testUtils__/startIssuer';
import { makeKey, user } from './__testUtils__/routeWalk/callers';
import { type Portal, startPortal } from './__testUtils__/routeWalk/portal';
import {
  aServer,
  fill,
  type Resources,
} from './__testUtils__/routeWalk/resources';
import { createWitness } from './__testUtils__/routeWalk/witness';

// All of them come from one address, which would soon have to wait; the guard has tests of its own.
jest.mock('./identity/createGuessGuard', () => ({
  createGuessGuard: () => ({ waitSeconds: () => 0, failed: () => {} }),
}));

let portal: Portal;
let mine: Resources;
let witness: ReturnType<typeof createWitness>;

beforeAll(async () => {
  portal = await startPortal('SQLITE_3');
  mine = await fill(portal, 'acme');
  await fill(portal, 'globex');
  witness = createWitness(portal.database);
});
afterAll(() => portal?.stop());

/** Everything that both organisations have, with what is still to be published. */
const everything = async () => [
  await witness.counts(),
  await witness.content('acme'),
  await witness.content('globex'),
];
const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
const register = (headers: Record<string, string>) =>
  portal.send('/v1/servers', { method: 'POST', headers, body: aServer() });
/** What may be attempted with a credential that would be an administrator's. */
const attempts = async (headers: Record<string, string>) => {
  const onServer = `/v1/servers/${mine.server}`;
  const answers = [await register(headers)];
  for (const [method, address, body] of [
    ['PATCH', onServer, { title: 'Forged' }],
    ['DELETE', onServer, undefined],
    ['POST', `${onServer}/discover`, undefined],
    ['POST', '/v1/api-keys', { name: 'forged', roles: ['admin'] }],
    ['DELETE', `/v1/api-keys/${mine.key}`, undefined],
    ['POST', '/v1/role-bindings', { subject: 'user:x', role: 'admin' }],
  ] as const) {
    answers.push(
      await portal.send(address, {
        method,
        headers: { ...headers, 'if-match': '"1"' },
        body,
      }),
    );
  }
  return answers.map(({ status }) => status);
};
/** Signs as the issuer does for an administrator of acme, whatever is asked for. */
const generous: Portal['issuer']['sign'] = (claims = {}, ...rest) =>
  portal.issuer.sign(
    { org_id: 'acme', roles: ['admin'], scope: '', ...claims },
    ...rest,
  );

it.each(Object.entries(FORGED))(
  'a token %s writes and publishes nothing',
  async (_what, forge) => {
    const token = await forge({ ...portal.issuer, sign: generous });
    const before = await everything();
    expect(new Set(await attempts(bearer(token)))).toEqual(new Set([401]));
    expect(await everything()).toEqual(before);
    // What was wrong was the token.
    const good = await portal.send('/v1/me', {
      method: 'GET',
      headers: bearer(await generous()),
    });
    expect(good.status).toBe(200);
  },
);

it.each(['jku', 'x5u'])(
  'a token whose %s leads to keys of a stranger writes and publishes nothing',
  async name => {
    const trap = await startIssuer();
    const to = { [name]: `${trap.url}/jwks` };
    const token = await generous({}, to, trap.first);
    const before = await everything();
    expect(new Set(await attempts(bearer(token)))).toEqual(new Set([401]));
    expect(await everything()).toEqual(before);
    expect(trap.hits()).toBe(0);
    await trap.close();
  },
);

it('a proof that was used writes and publishes nothing more, there or elsewhere', async () => {
  const pair = await dpop.generateKeyPair('ES256');
  const jkt = await dpop.calculateThumbprint(pair.publicKey);
  const token = await generous({ cnf: { jkt } });
  const url = `${portal.url.replace('127.0.0.1', 'localhost')}/v1/servers`;
  const prove = (nonce?: string) =>
    dpop.generateProof(pair, url, 'POST', nonce, token);
  const show = async (proof: string) => ({
    authorization: `DPoP ${token}`,
    dpop: proof,
  });
  const asked = await register(await show(await prove()));
  const nonce = asked.headers.get('dpop-nonce') ?? undefined;
  const proof = await show(
    asked.status === 201 ? await prove() : await prove(nonce),
  );
  expect((await register(proof)).status).toBe(201);
  const before = await everything();
  expect(new Set(await attempts(proof))).toEqual(new Set([401]));
  expect(new Set(await attempts(bearer(token)))).toEqual(new Set([401]));
  expect(await everything()).toEqual(before);
});

it.each(['x-ssl-client-cert', 'x-forwarded-client-cert', 'client-cert'])(
  'a certificate smuggled in %s opens nothing',
  async header => {
    const robot = makeCertificate('robot');
    const thumbprint = robot.thumbprint.toString('base64url');
    const token = await generous({ cnf: { 'x5t#S256': thumbprint } });
    const pem = encodeURIComponent(robot.cert);
    const before = await everything();
    for (const value of [
      pem,
      `Cert="${pem}"`,
      `:${robot.der.toString('base64')}:`,
    ]) {
      const headers = { ...bearer(token), [header]: value };
      expect(new Set(await attempts(headers))).toEqual(new Set([401]));
    }
    expect(await everything()).toEqual(before);
  },
);

it('a key whose secret was moved to the key of another organisation opens neither', async () => {
  const { reader } = portal.database;
  const grants = { roles: ['admin'] };
  const acme = await makeKey(portal, user('ada'), grants);
  const globex = await makeKey(portal, user('otto'), grants);
  const ofGlobex = () => reader('api_key_secrets').where({ key_id: globex.id });
  await ofGlobex().delete();
  await reader('api_key_secrets')
    .where({ key_id: acme.id })
    .update({ key_id: globex.id });
  const before = await everything();
  for (const { secret } of [acme, globex]) {
    expect(new Set(await attempts(bearer(secret)))).toEqual(new Set([401]));
  }
  expect(await everything()).toEqual(before);
});

it('a good credential of another organisation finds nothing to write to', async () => {
  const key = await makeKey(portal, user('otto'), { roles: ['admin'] });
  const agent = await generous({ org_id: 'globex' });
  for (const token of [key.secret, agent]) {
    const before = await witness.content('acme');
    // Making something of their own succeeds.
    expect(await attempts(bearer(token))).toEqual([
      201, 404, 404, 404, 201, 404, 201,
    ]);
    expect(await witness.content('acme')).toEqual(before);
  }
});
