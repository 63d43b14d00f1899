import type { ServerResponse } from 'node:http';
import { closePeers } from './__testUtils__/peers';
import {
  failureOf,
  namesOf,
  openUpstream,
  sse,
} from './__testUtils__/openUpstream';
import { serveSse } from './__testUtils__/serveSse';

afterEach(closePeers);

/** An SSE server whose event stream is found at the end of these redirects. */
function serveBehind(
  redirects: Record<string, { status: number; to: string }>,
  stream: { streamAt: string; endpoint: string },
) {
  return serveSse({
    ...stream,
    before: (req, res) => {
      const { status, to } = redirects[req.url ?? ''] ?? {};
      if (!status || !to) return false;
      res.writeHead(status, { location: to }).end();
      return true;
    },
  });
}

const at = (url: string, path: string) => sse(new URL(path, url).href);

describe('an event stream behind a redirect', () => {
  it.each([301, 302, 303, 307, 308])(
    'HTTP %i within the origin is followed',
    async status => {
      const { url, paths } = await serveBehind(
        { '/sse': { status, to: '/sse/' } },
        { streamAt: '/sse/', endpoint: '/post' },
      );
      const upstream = openUpstream();
      const connection = await upstream.connect([at(url, '/sse')]);
      expect(await namesOf(connection, 'tool')).toEqual(['tool-0']);
      await connection.close();
      const answer = await upstream.probe([at(url, '/sse')]);
      expect(answer).toEqual({ latencyMs: expect.any(Number) });
      expect(paths.slice(0, 3)).toEqual([
        'GET /sse',
        'GET /sse/',
        'POST /post',
      ]);
    },
  );

  it('names an endpoint that belongs to the address that answered', async () => {
    const { url, paths } = await serveBehind(
      {
        '/sse': { status: 307, to: '/v2/sse' },
        '/v2/sse': { status: 307, to: '/v2/events/' },
      },
      { streamAt: '/v2/events/', endpoint: 'post' },
    );
    const connection = await openUpstream().connect([at(url, '/sse')]);
    expect(await namesOf(connection, 'tool')).toEqual(['tool-0']);
    expect(paths).toContain('POST /v2/events/post');
  });

  it('may redirect its endpoint too, where the message is kept', async () => {
    const { url, paths } = await serveSse({
      streamAt: '/sse',
      endpoint: '/in',
      before: (req, res) => {
        if (req.url !== '/in') return false;
        res.writeHead(307, { location: '/in/' }).end();
        return true;
      },
    });
    const connection = await openUpstream().connect([sse(url)]);
    expect(await namesOf(connection, 'tool')).toEqual(['tool-0']);
    expect(paths).toContain('POST /in/');
  });

  it('is not followed in circles', async () => {
    const { url, paths } = await serveBehind(
      { '/sse': { status: 307, to: '/sse' } },
      { streamAt: '/none', endpoint: '/post' },
    );
    const error = await failureOf(openUpstream().connect([at(url, '/sse')]));
    expect(error.code).toBe('protocol');
    expect(error.message).toContain('redirects too many times');
    expect(paths.length).toBeLessThan(8);
  });

  it('is not followed to another origin, not even as the second step', async () => {
    const other = await serveSse({ streamAt: '/sse', endpoint: '/post' });
    const { url } = await serveBehind(
      {
        '/sse': { status: 307, to: '/sse/' },
        '/sse/': { status: 307, to: other.url },
      },
      { streamAt: '/none', endpoint: '/post' },
    );
    const error = await failureOf(openUpstream().connect([at(url, '/sse')]));
    expect(error.code).toBe('egress-refused');
    expect(error.message).toContain('Register the final URL');
    expect(other.connections()).toBe(0);
  });

  it('is not asked for again when it ends', async () => {
    let stream: ServerResponse | undefined;
    const { url, paths } = await serveSse({
      streamAt: '/sse/',
      endpoint: '/post',
      before: (req, res) => {
        if (req.url === '/sse') {
          res.writeHead(307, { location: '/sse/' }).end();
          return true;
        }
        stream ??= res;
        return false;
      },
    });
    const connection = await openUpstream().connect([at(url, '/sse')]);
    // An EventSource that is told so comes back after a millisecond.
    stream?.end('retry: 1\n\n');
    await connection.closed;
    const error = await failureOf(namesOf(connection, 'tool'));
    expect(error.message).toContain('ended its event stream');
    const gets = paths.filter(each => each.startsWith('GET'));
    expect(gets).toEqual(['GET /sse', 'GET /sse/']);
  });
});
