import { planNegotiation, staleSince } from './planNegotiation';

const now = new Date('2026-11-22T12:00:00Z');
const hoursAgo = (hours: number) => new Date(now.getTime() - hours * 3600_000);
const legacy = (at: Date) =>
  ({ era: 'legacy', protocolVersion: 'x', at }) as const;
const modern = (at: Date) =>
  ({ era: 'modern', protocolVersion: 'x', at }) as const;

describe('planNegotiation', () => {
  it.each([
    ['streamable-http', undefined, 'negotiate'],
    ['streamable-http', modern(hoursAgo(1)), 'negotiate'],
    ['streamable-http', legacy(hoursAgo(1)), 'assume-legacy'],
    ['streamable-http', legacy(hoursAgo(23.9)), 'assume-legacy'],
    ['streamable-http', legacy(hoursAgo(24)), 'negotiate'],
    ['stdio', undefined, 'negotiate'],
    ['stdio', legacy(hoursAgo(1)), 'assume-legacy'],
    ['sse', undefined, 'assume-legacy'],
    ['sse', modern(hoursAgo(1)), 'assume-legacy'],
  ] as const)('%s, knowing %j: %s', (type, prior, plan) => {
    expect(planNegotiation(type, prior, now)).toBe(plan);
  });

  it('asks a verdict that is stale from the beginning', () => {
    const verdict = legacy(staleSince(now));
    expect(planNegotiation('streamable-http', verdict, now)).toBe('negotiate');
  });
});
