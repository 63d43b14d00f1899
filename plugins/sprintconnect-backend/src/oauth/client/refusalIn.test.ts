import { refusalIn } from './refusalIn';

const url = new URL('https://login.example/token?x=hidden');
const SECRET = 'p@ss word/1';

function refusal(status: number, body: unknown, headers: object = {}) {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return refusalIn(
    { status, headers: new Headers(headers as Record<string, string>) },
    { text, url, secrets: [SECRET] },
  );
}

describe('refusalIn', () => {
  it.each<[number, unknown, string | undefined]>([
    [200, { access_token: 'x' }, undefined],
    [200, { error: 'bad_verification_code' }, 'client-refused'],
    [400, { error: 'invalid_scope' }, 'client-refused'],
    [400, { error: 'invalid_target' }, 'client-refused'],
    [401, { error: 'invalid_client' }, 'client-refused'],
    [401, '', 'client-refused'],
    [403, '<html>', 'client-refused'],
    [404, '<html>', 'authorization-server-invalid'],
    [400, '[]', 'authorization-server-invalid'],
    [302, '', 'authorization-server-invalid'],
    [
      400,
      { error: 'temporarily_unavailable' },
      'authorization-server-unavailable',
    ],
    [400, { error: 'slow_down' }, 'authorization-server-unavailable'],
    [408, '', 'authorization-server-unavailable'],
    [429, { error: 'invalid_client' }, 'authorization-server-unavailable'],
    [500, { error: 'invalid_client' }, 'authorization-server-unavailable'],
    [503, '', 'authorization-server-unavailable'],
  ])('HTTP %i with %j: %s', (status, body, code) => {
    expect(refusal(status, body)?.code).toBe(code);
  });

  it('tells what was said, briefly and on one line', () => {
    const said = {
      error: 'invalid_client',
      error_description: 'No such\n app',
    };
    expect(refusal(401, said)?.message).toBe(
      'The token endpoint https://login.example/token refused the client (invalid_client: No such app)',
    );
    const long = { error: 'x', error_description: 'y'.repeat(5_000) };
    expect(refusal(400, long)?.message.length).toBeLessThan(320);
  });

  it.each([
    SECRET,
    encodeURIComponent(SECRET),
    Buffer.from(SECRET).toString('base64'),
    'eyJhbGciOiJIUzI1NiJ9.e30.x',
  ])('repeats no secret: %s', secret => {
    const echo = { error: 'invalid_client', error_description: `no ${secret}` };
    expect(refusal(401, echo)?.message).toMatch(/\(invalid_client\)$/);
    const asCode = refusal(401, { error: secret });
    expect(asCode?.message).toMatch(/\(error\)$/);
  });

  it.each<[string | undefined, number | undefined]>([
    ['7', 7_000],
    ['100000', 300_000],
    ['-1', undefined],
    ['soon', undefined],
    [undefined, undefined],
  ])('waits as Retry-After %s says, but not for ever', (said, ms) => {
    const headers = said === undefined ? {} : { 'retry-after': said };
    expect(refusal(503, '', headers)?.retryAfterMs).toBe(ms);
  });
});
