import { mockCredentials } from '@backstage/backend-test-utils';
import permissionPlugin from '@backstage/plugin-permission-backend';
import { askingServices } from 'testing';
import { policyOf } from './__testUtils__/narrowed/policyOf';
import { user } from './__testUtils__/routeWalk/callers';
import { type Portal, startPortal } from './__testUtils__/routeWalk/portal';
import {
  aServer,
  fill,
  type Resources,
} from './__testUtils__/routeWalk/resources';
import { createWitness } from './__testUtils__/routeWalk/witness';

const ada = user('ada');
const TOKENS = {
  'a whole token': ada.authorization.replace('Bearer ', ''),
  'a token that Backstage keeps in a cookie':
    mockCredentials.limitedUser.token('user:default/ada'),
};
const ORIGINS = ['https://evil.example', 'https://portal.example', 'null'];
const TYPES = [
  'application/json',
  'text/plain',
  'application/x-www-form-urlencoded',
  'multipart/form-data; boundary=x',
];

let portal: Portal;
let mine: Resources;
let witness: ReturnType<typeof createWitness>;

beforeAll(async () => {
  portal = await startPortal('SQLITE_3', {
    features: [permissionPlugin, policyOf(new Map()), ...askingServices],
  });
  mine = await fill(portal, 'acme');
  witness = createWitness(portal.database);
});
afterAll(() => portal?.stop());

/** As a page sends it that has no leave to set headers: with a body of a type of its choice, and the cookies of the browser. */
const send = async (
  cookie: string,
  { method, address, type, origin }: Record<string, string>,
) => {
  const answer = await fetch(portal.url + address, {
    method,
    headers: { origin, cookie, 'content-type': type },
    body: method === 'GET' ? undefined : JSON.stringify(aServer()),
  });
  return answer.status;
};

it.each(Object.entries(TOKENS))(
  'opens nothing with %s, from whatever origin it comes',
  async (_what, token) => {
    const before = [await witness.counts(), await witness.content('acme')];
    const cookie = `backstage-auth=${encodeURIComponent(token)}`;
    for (const origin of ORIGINS) {
      for (const type of TYPES) {
        for (const [method, address] of [
          ['POST', '/v1/servers'],
          ['POST', `/v1/servers/${mine.server}/discover`],
          ['DELETE', `/v1/servers/${mine.server}`],
          ['DELETE', `/v1/api-keys/${mine.key}`],
          ['GET', '/v1/servers'],
          ['GET', '/v1/events/stream'],
        ]) {
          const asked = { method, address, type, origin };
          expect([asked, await send(cookie, asked)]).toEqual([asked, 401]);
        }
      }
    }
    expect([await witness.counts(), await witness.content('acme')]).toEqual(
      before,
    );
  },
);

it('lets in who shows the same token as a credential', async () => {
  const headers = { ...ada, origin: ORIGINS[1] };
  const answer = await portal.send('/v1/servers', { method: 'GET', headers });
  expect(answer.status).toBe(200);
});
