import { leavesEraOpen, tellingOf } from './tellingOf';
import { UpstreamError, type UpstreamErrorCode } from './UpstreamError';

const of = (code: UpstreamErrorCode) => new UpstreamError(code, code);
const lost = new UpstreamError('protocol', 'lost', { lostSession: true });
const modern = new UpstreamError('protocol', 'modern', { isModern: true });

describe('tellingOf', () => {
  it.each([
    [of('auth'), of('timeout'), 'auth'],
    [of('timeout'), of('auth'), 'auth'],
    [of('http-5xx'), of('protocol'), 'http-5xx'],
    [of('protocol'), of('refused'), 'protocol'],
    [of('refused'), of('timeout'), 'refused'],
    [of('auth'), of('http-5xx'), 'http-5xx'],
    [of('timeout'), of('timeout'), 'timeout'],
    [of('auth'), lost, 'lost'],
    [modern, of('protocol'), 'modern'],
  ])('%s, then %s', (first, second, told) => {
    expect(tellingOf(first, second).message).toBe(told);
  });

  it('prefers the second of two that say as much', () => {
    const [first, second] = [of('protocol'), of('protocol')];
    expect(tellingOf(first, second)).toBe(second);
  });
});

describe('leavesEraOpen', () => {
  it.each([
    ['timeout', true],
    ['refused', true],
    ['auth', true],
    ['protocol', true],
    ['http-5xx', true],
    ['too-large', true],
    ['egress-refused', true],
    ['dns', false],
    ['tls', false],
    ['throttled', false],
  ] as const)('%s: %s', (code, is) => {
    expect(leavesEraOpen(of(code))).toBe(is);
  });

  it('not when the server speaks as modern ones do', () => {
    expect(leavesEraOpen(modern)).toBe(false);
  });
});
