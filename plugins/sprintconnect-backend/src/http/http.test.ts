import request from 'supertest';
import type { Router } from 'express';
import fc from 'fast-check';
import { NotFoundError } from '@backstage/errors';
import {
  registerServerSchema,
  serverQuerySchema,
  problemTypeOf,
} from '@sprintconnect/plugin-sprintconnect-common';
import { testApp, testContext } from '../__testUtils__';
import {
  contextOf,
  createCursors,
  createRouter,
  etagOf,
  onlyKnownMethods,
  parse,
  pickFields,
  ProblemError,
  queryOf,
  requireIfMatch,
  requireRevision,
} from '.';

function app() {
  const router = createRouter();
  router.post('/servers', async (req, res) => {
    res.json(parse(registerServerSchema, req.body));
  });
  router.post('/empty', async (_req, res) => {
    res.status(204).end();
  });
  router.get('/servers', async (req, res) => {
    res.json(parse(serverQuerySchema, queryOf(req)));
  });
  router.patch('/servers', async (req, res) => {
    const revision = requireIfMatch(req);
    requireRevision(revision, 3);
    res.set('ETag', etagOf(revision + 1)).json({});
  });
  router.get('/me', async (req, res) => {
    res.json({ orgId: contextOf(req).orgId });
  });
  router.get('/fault', async () => {
    throw new Error('select secret from table');
  });
  router.get('/servers/:id', async (req, res) => {
    res.json({ id: req.params.id });
  });
  router.get('/gone', async () => {
    throw new NotFoundError('There is no server 7');
  });
  router.get('/busy', async () => {
    throw new ProblemError({
      status: 429,
      detail: 'Slow down.',
      headers: { 'Retry-After': '7' },
    });
  });
  return testApp([router]);
}

describe('a refused request', () => {
  it('400: names every fault and its place', async () => {
    const { status, body, headers } = await request(app())
      .post('/servers')
      .send({
        nmae: 'x',
        name: 'has space',
        environment: 'production',
        remotes: [
          {
            type: 'streamable-http',
            url: 'ftp://a',
            headers: { 'X-Api-Key': '1', 'X Y': '2', 'X-Z': '\n' },
          },
          { type: 'sse' },
        ],
      });
    expect(status).toBe(400);
    expect(headers['content-type']).toBe(
      'application/problem+json; charset=utf-8',
    );
    expect(body).toMatchObject({
      type: problemTypeOf('invalid-request'),
      title: 'Bad Request',
      instance: '/servers',
      requestId: 'test-request',
    });
    expect(
      body.errors.map((fault: { path: string }) => fault.path).sort(),
    ).toEqual([
      'name',
      'nmae',
      'remotes[0].headers["X Y"]',
      'remotes[0].headers["X-Api-Key"]',
      'remotes[0].headers["X-Z"]',
      'remotes[0].url',
      'remotes[1].url',
    ]);
    expect(body.errors).toContainEqual({
      path: 'remotes[1].url',
      message: 'is required',
    });
    expect(body.errors).toContainEqual({
      path: 'remotes[0].headers["X Y"]',
      message: "isn't an HTTP header name",
    });
  });

  it.each([
    ['400 for malformed JSON', 'application/json', '{"a":', 400],
    ['400 for JSON that is no object', 'application/json', '[1,2]', 400],
    ['415 for a form', 'application/x-www-form-urlencoded', 'a=b', 415],
    [
      '413 for a body over 256 KiB',
      'application/json',
      JSON.stringify({ name: 'x'.repeat(256 * 1024) }),
      413,
    ],
  ])('%s', async (_name, ...[type, text, status]) => {
    const answer = await request(app())
      .post('/servers')
      .set('Content-Type', type)
      .send(text);
    expect(answer.status).toBe(status);
    expect(answer.body).toMatchObject({ status, requestId: 'test-request' });
    expect(answer.text).not.toMatch(/at .*\.ts|position|Unexpected/);
  });

  it.each([
    [
      "doesn't match its Content-Encoding",
      { 'Content-Encoding': 'gzip' },
      '{"a":1}',
    ],
    ["aren't UTF-8", {}, Buffer.from([0x22, 0xff, 0x22])],
  ])('400 for a body of bytes that: %s', async (words, headers, bytes) => {
    const served = app();
    const call = request(served)
      .post('/servers')
      .set('Content-Type', 'application/json')
      .set(headers);
    call.write(bytes);
    const answer = await call;
    expect(answer.status).toBe(400);
    expect(answer.body.detail).toContain(words);
    expect(served.locals.logged).toEqual([]);
  });

  it.each([
    ['put', '/v1/servers', 'GET, HEAD, POST'],
    ['post', '/v1/servers/facets', 'GET, HEAD'],
    ['post', '/v1/servers/some-id', 'GET, HEAD, PATCH, DELETE'],
    ['delete', '/openapi.json', 'GET, HEAD'],
  ] as const)('405 for %s %s', async (method, path, allow) => {
    const answer = await request(app())[method](path);
    expect(answer.status).toBe(405);
    expect(answer.headers.allow).toBe(allow);
    expect(answer.body).toMatchObject({ status: 405, instance: path });
  });

  it.each([
    ['/v1/servers', 'GET, HEAD, POST, OPTIONS'],
    ['/v1/servers/facets', 'GET, HEAD, OPTIONS'],
    ['/v1/servers/some-id', 'GET, HEAD, PATCH, DELETE, OPTIONS'],
  ])(
    'OPTIONS %s answers the methods of that path only',
    async (path, allow) => {
      const answer = await request(
        testApp([createRouter().all('/v1/*', onlyKnownMethods()) as Router]),
      ).options(path);
      expect([answer.status, answer.headers.allow]).toEqual([204, allow]);
    },
  );

  it.each([
    ['/nowhere', 404],
    ['/v1/servers/a/b', 404],
    ['/gone', 404],
    ['/servers/%E0%A4%A', 400],
    ['/servers/a%00b', 400],
    ['/servers?q=a%00b', 400],
  ])('%s is answered with a problem of status %d', async (path, status) => {
    const answer = await request(app()).get(path);
    expect(answer.status).toBe(status);
    expect(answer.body.status).toBe(status);
  });

  it('401 where nobody was authenticated', async () => {
    const answer = await request(app()).get('/me').set('x-test-caller', 'none');
    expect(answer.status).toBe(401);
    expect(answer.headers['www-authenticate']).toBe('Bearer');
  });

  it('500 tells nothing of the cause, and the log tells it', async () => {
    const served = app();
    const answer = await request(served).get('/fault');
    expect(answer.status).toBe(500);
    expect(answer.text).not.toContain('secret');
    expect(served.locals.logged.join()).toContain('select secret from table');
  });

  it('carries the headers of its problem', async () => {
    const answer = await request(app()).get('/busy');
    expect(answer.headers['retry-after']).toBe('7');
  });

  it.each([
    [undefined, 428],
    ['3', 400],
    ['*', 400],
    // By strong comparison only (RFC 9110, section 13.1.1).
    ['W/"3"', 400],
    ['"2"', 412],
    ['"3"', 200],
  ])('If-Match %s gives %d', async (header, status) => {
    const call = request(app()).patch('/servers').send({});
    const answer = await (header ? call.set('If-Match', header) : call);
    expect(answer.status).toBe(status);
  });
});

it.each([
  ['no body', undefined],
  ['a body of length 0', '0'],
])('lets %s pass without a type', async (_name, length) => {
  const call = request(app()).post('/empty');
  const answer = await (length ? call.set('Content-Length', length) : call);
  expect(answer.status).toBe(204);
});

it('reads repeated filters as "any of"', async () => {
  const answer = await request(app()).get('/servers?tag=a&tag=b&limit=5');
  expect(answer.body).toEqual({ tag: 'a,b', limit: 5 });
  expect((await request(app()).get('/servers?tag[x]=1')).status).toBe(400);
  expect((await request(app()).get('/servers?limit=1&limit=2')).status).toBe(
    400,
  );
});

describe('pickFields', () => {
  const items = [{ id: '1', name: 'a', counts: { tools: 1 } }];
  it('keeps the named fields', () => {
    expect(pickFields(items, ['name'], ['id', 'name'])).toEqual([
      { name: 'a' },
    ]);
    expect(pickFields(items, undefined, [])).toBe(items);
  });
  it('refuses a field that no item has', () => {
    expect(() => pickFields(items, ['secret'], ['id'])).toThrow(
      expect.objectContaining({ status: 400 }),
    );
  });
});

describe('cursors', () => {
  const cursors = createCursors(Buffer.alloc(32, 7));
  const ctx = testContext();
  const positions = fc.array(
    fc.oneof(fc.string(), fc.integer(), fc.constant(null)),
  );

  it('come back as they went', () => {
    fc.assert(
      fc.property(positions, fc.string(), (position, q) => {
        const cursor = cursors.sign(ctx, { q, limit: 5 }, position);
        expect(cursors.verify(ctx, { q, limit: 9, cursor })).toEqual(position);
      }),
    );
  });

  it('are refused for another query or organisation, and when altered', () => {
    const refused = expect.objectContaining({ status: 400 });
    fc.assert(
      fc.property(positions, fc.nat(), (position, at) => {
        const cursor = cursors.sign(ctx, { q: 'a' }, position);
        expect(() => cursors.verify(ctx, { q: 'b', cursor })).toThrow(refused);
        expect(() =>
          cursors.verify(testContext({ orgId: 'other' }), { q: 'a', cursor }),
        ).toThrow(refused);
        const bytes = Buffer.from(cursor, 'base64url');
        bytes[at % bytes.length] += 1;
        const altered = bytes.toString('base64url');
        expect(() => cursors.verify(ctx, { q: 'a', cursor: altered })).toThrow(
          refused,
        );
      }),
    );
    expect(() => cursors.verify(ctx, { cursor: 'x' })).toThrow(refused);
  });
});
