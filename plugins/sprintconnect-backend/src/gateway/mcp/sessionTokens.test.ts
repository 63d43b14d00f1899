import { fixedClock, testContext } from '../../__testUtils__';
import { SessionTokens } from './SessionTokens';

const ctx = testContext();
const owner = { ctx, endpoint: {} };
const said = {
  protocolVersion: '2025-11-25',
  clientCapabilities: { elicitation: {} },
};
const world = () => {
  const clock = fixedClock();
  return { clock, tokens: new SessionTokens(Buffer.alloc(32, 1), clock) };
};

describe('tokens of sessions', () => {
  it('say what the client said, at any instance', () => {
    const { clock, tokens } = world();
    const token = tokens.begin(owner, said);
    const elsewhere = new SessionTokens(Buffer.alloc(32, 1), clock);
    expect(elsewhere.open(owner, token)).toEqual({
      ...said,
      id: expect.any(String),
    });
    expect(tokens.begin(owner, said)).not.toBe(token);
  });

  it('end after a day', () => {
    const { clock, tokens } = world();
    const token = tokens.begin(owner, said);
    clock.advance(24 * 3600_000 - 1);
    expect(tokens.open(owner, token)).toBeDefined();
    clock.advance(1);
    expect(tokens.open(owner, token)).toBeUndefined();
  });

  it('are of one caller, organisation and endpoint', () => {
    const { tokens, clock } = world();
    const server = { environment: 'production', name: 'weather' };
    const token = tokens.begin({ ctx, endpoint: { server } }, said);
    const { caller } = ctx;
    for (const other of [
      owner,
      { ctx, endpoint: { server: { ...server, name: 'other' } } },
      { ctx, endpoint: { server: { ...server, environment: 'staging' } } },
      { ctx: testContext({ orgId: 'other' }), endpoint: { server } },
      {
        ctx: testContext({ caller: { ...caller, ref: 'user:default/bob' } }),
        endpoint: { server },
      },
    ]) {
      expect(tokens.open(other, token)).toBeUndefined();
    }
    const foreign = new SessionTokens(Buffer.alloc(32, 2), clock);
    expect(foreign.open({ ctx, endpoint: { server } }, token)).toBeUndefined();
  });

  it('stay short, whatever a client says of itself', () => {
    const { tokens } = world();
    const clientCapabilities = { experimental: { x: 'x'.repeat(100_000) } };
    const token = tokens.begin(owner, { ...said, clientCapabilities });
    expect(token.length).toBeLessThan(2_000);
    expect(tokens.open(owner, token)).toMatchObject({ clientCapabilities: {} });
  });
});
