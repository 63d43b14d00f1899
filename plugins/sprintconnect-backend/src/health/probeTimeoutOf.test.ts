import { probeTimeoutOf } from './probeTimeoutOf';

const settings = { timeoutMs: 5_000, connectTimeoutMs: 10_000 };
const http = { type: 'streamable-http', url: 'https://a.example' } as const;
const sse = { type: 'sse', url: 'https://a.example' } as const;
const stdio = { type: 'stdio', url: 'memory' } as const;

describe('probeTimeoutOf', () => {
  it.each([
    ['HTTP', { remotes: [http] }, 5_000],
    ['SSE', { remotes: [sse] }, 5_000],
    ['a process', { remotes: [stdio] }, 10_000],
    ['a process beside others', { remotes: [http, stdio] }, 10_000],
    [
      'a process that is slow to connect to',
      { remotes: [stdio], connectTimeoutMs: 40_000 },
      40_000,
    ],
    [
      'a process that must connect fast',
      { remotes: [stdio], connectTimeoutMs: 1_000 },
      5_000,
    ],
    [
      'HTTP that is slow to connect to',
      { remotes: [http], connectTimeoutMs: 40_000 },
      5_000,
    ],
    [
      'its own limit, whatever it is',
      { remotes: [stdio], connectTimeoutMs: 40_000, probeTimeoutMs: 700 },
      700,
    ],
  ])('of %s', (_name, target, expected) => {
    expect(probeTimeoutOf(target, settings)).toBe(expected);
  });
});
