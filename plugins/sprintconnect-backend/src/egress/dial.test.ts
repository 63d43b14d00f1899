import type { IncomingMessage, RequestListener } from 'node:http';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { EgressError } from '../ports';
import { egressWith, failureOf, serve } from './__testUtils__/loopback';

/** Answers with what it was sent. */
const echo: RequestListener = (request, response) => {
  const pieces: Buffer[] = [];
  request.on('data', piece => pieces.push(piece));
  request.on('end', () => {
    const { method, url, headers } = request as IncomingMessage;
    const body = Buffer.concat(pieces).toString();
    response.end(JSON.stringify({ method, url, headers, body }));
  });
};

const coded = (coding: string, body: Buffer) =>
  serve((_request, response) =>
    response.writeHead(200, { 'content-encoding': coding }).end(body),
  );

const TEXT = 'what is compressed'.repeat(100);
const PLAIN = Buffer.from(TEXT);

describe('what egress sends', () => {
  it('sends method, path, query, headers and text as they were given', async () => {
    const { url } = await serve(echo);
    const response = await egressWith().fetch()(`${url}a%20b?c=d&c=e#f`, {
      method: 'post',
      headers: { 'X-Own': 'ü', Accept: 'text/event-stream' },
      body: 'ä text',
    });
    expect(await response.json()).toMatchObject({
      method: 'POST',
      url: '/a%20b?c=d&c=e',
      body: 'ä text',
      headers: {
        'x-own': 'ü',
        accept: 'text/event-stream',
        'accept-encoding': 'gzip, br',
        'content-type': 'text/plain;charset=UTF-8',
        'user-agent': 'SprintConnect',
      },
    });
  });

  it.each([
    ['a form', new URLSearchParams({ a: 'b c' }), 'a=b+c'],
    ['bytes', new TextEncoder().encode('bytes'), 'bytes'],
    ['nothing', undefined, ''],
  ])('sends %s', async (_what, body, sent) => {
    const { url } = await serve(echo);
    const headers = new Headers({ 'content-type': 'text/own' });
    const fetch = egressWith().fetch();
    const response = await fetch(url, { method: 'PUT', headers, body });
    expect(await response.json()).toMatchObject({
      ...{ method: 'PUT', body: sent },
      headers: { 'content-type': 'text/own' },
    });
  });

  it('says what a form is where nobody else does', async () => {
    const { url } = await serve(echo);
    const init = { method: 'POST', body: new URLSearchParams({ a: 'b' }) };
    const response = await egressWith().fetch()(url, init);
    expect((await response.json()).headers['content-type']).toBe(
      'application/x-www-form-urlencoded;charset=UTF-8',
    );
  });

  it.each([
    ['a header that begins another', { headers: { 'x-own': 'a\r\nx-b: c' } }],
    ['a header with a name that is none', { headers: { 'x own': 'a' } }],
    [
      'a character that no header may hold',
      { headers: { 'x-own': '\u{1F600}' } },
    ],
    ['a method that is none', { method: 'GET / HTTP/1.1\r\n' }],
    ['a body that streams', { method: 'POST', body: new ReadableStream() }],
  ])('sends nothing of %s', async (_what, init) => {
    const { url, seen } = await serve(echo);
    await failureOf(egressWith().fetch()(url, init as RequestInit));
    expect(seen.requests).toEqual([]);
  });
});

describe('what egress is answered', () => {
  it.each([
    ['gzip', gzipSync(PLAIN)],
    ['X-GZIP', gzipSync(PLAIN)],
    ['deflate', deflateSync(PLAIN)],
    ['br', brotliCompressSync(PLAIN)],
    ['identity', PLAIN],
    ['deflate, gzip', gzipSync(deflateSync(PLAIN))],
  ])('unfolds %s', async (coding, body) => {
    const { url } = await coded(coding, body);
    const response = await egressWith().fetch()(url);
    expect(await response.text()).toBe(TEXT);
  });

  it('leaves what is of a coding that it did not ask for', async () => {
    const { url } = await coded('utf-8', PLAIN);
    const response = await egressWith().fetch()(url);
    expect(await response.text()).toBe(TEXT);
  });

  it('refuses three codings, one upon the other', async () => {
    const body = gzipSync(gzipSync(gzipSync(PLAIN)));
    const { url } = await coded('gzip, gzip, gzip', body);
    const error = await failureOf(egressWith().fetch()(url));
    expect(error.code).toBe('connection-failed');
    expect(error.message).toContain('Content-Encoding');
  });

  it.each([
    ['what is not of its coding', 'gzip', PLAIN],
    ['what bursts in the first of two', 'deflate, gzip', bombInBomb()],
  ])('breaks off %s', async (_what, coding, body) => {
    const { url } = await coded(coding, body);
    const heard: EgressError[] = [];
    const egress = egressWith({ limits: { bodyBytesMax: 100_000 } });
    const response = await egress.fetch({}, error => heard.push(error))(url);
    const error = await failureOf(response.text());
    expect(['connection-failed', 'too-large']).toContain(error.code);
    expect(heard).toEqual([error]);
  });

  it('keeps each of several cookies, and letters beyond ASCII', async () => {
    const { url } = await serve((_request, response) =>
      response
        .writeHead(200, 'Fine', { 'set-cookie': ['a=1', 'b=2'], 'x-own': 'ü' })
        .end(),
    );
    const response = await egressWith().fetch()(url);
    expect(response.headers.getSetCookie()).toEqual(['a=1', 'b=2']);
    expect(response.headers.get('x-own')).toBe('ü');
    expect(response.statusText).toBe('Fine');
  });

  it.each([204, 304])(
    'answers %i without a body, and uses the connection again',
    async status => {
      const { url, seen } = await serve((_request, response) =>
        response.writeHead(status).end(),
      );
      const fetch = egressWith().fetch();
      for (let time = 0; time < 3; time++) {
        const response = await fetch(url);
        expect(response.body).toBeNull();
        expect(response.status).toBe(status);
        await new Promise(setImmediate);
      }
      expect(seen.connections).toBe(1);
    },
  );

  it('reads nothing of a 205, which has nothing to say', async () => {
    const { url } = await serve((_request, response) => {
      response.writeHead(205, { 'transfer-encoding': 'chunked' });
      response.write('and yet');
    });
    const response = await egressWith().fetch()(url);
    expect(response.status).toBe(205);
    expect(response.body).toBeNull();
  });
});

function bombInBomb() {
  return gzipSync(deflateSync(Buffer.alloc(50 * 1024 * 1024)));
}
