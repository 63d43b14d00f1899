import assert from 'node:assert/strict';
import { test } from 'node:test';
import { generateKeyPair, SignJWT } from 'jose';
import { pino } from 'pino';
import { createAuth } from '../src/auth.ts';
import { PUBLIC_URL, startServer } from './startServer.ts';

const METADATA = '/.well-known/oauth-protected-resource/mcp';

test('refuses who has no good token, and says where to get one', async t => {
  const { ask, authority } = await startServer(t);
  const stranger = await generateKeyPair('ES256');
  const aud = PUBLIC_URL;
  const elsewhere = 'https://elsewhere.example';
  const refused = {
    garbage: 'garbage',
    forged: await authority.token({ aud }, stranger.privateKey),
    expired: await authority.token({ aud, exp: 1 }),
    'without end': await authority.token({ aud, exp: undefined }),
    'of another issuer': await authority.token({ aud, iss: elsewhere }),
    'for another server': await authority.token({ aud: elsewhere }),
    'for no server': await authority.token({}),
  };
  for (const [what, token] of Object.entries(refused)) {
    const answer = await ask({ authorization: `Bearer ${token}` });
    assert.equal(answer.status, 401, what);
    assert.match(
      answer.headers.get('www-authenticate') ?? '',
      /^Bearer .*resource_metadata="https:\/\/mcp\.example\.com\/\.well-known\/oauth-protected-resource\/mcp"/,
    );
  }
  assert.equal((await ask({ authorization: '' })).status, 401);
  const good = await authority.token({ aud: PUBLIC_URL });
  assert.equal((await ask({ authorization: `Bearer ${good}` })).status, 200);
});

test('says who gives out tokens', async t => {
  const { authority, url } = await startServer(t);
  const answer = await fetch(new URL(METADATA, url));
  assert.deepEqual(await answer.json(), {
    resource: PUBLIC_URL,
    authorization_servers: [authority.issuer],
    bearer_methods_supported: ['header'],
  });
});

test('answers 500, not 401, when the keys cannot be read', async () => {
  const publicUrl = new URL(PUBLIC_URL);
  const log = pino({ level: 'silent' });
  const auth = createAuth({ issuer: 'http://127.0.0.1:9', publicUrl }, log);
  const { privateKey } = await generateKeyPair('ES256');
  const token = await new SignJWT({})
    .setProtectedHeader({ alg: 'ES256' })
    .sign(privateKey);
  const headers = { authorization: `Bearer ${token}` };
  const answer = await auth.authenticate(new Request(publicUrl, { headers }));
  assert.ok(answer instanceof Response);
  assert.equal(answer.status, 500);
});
