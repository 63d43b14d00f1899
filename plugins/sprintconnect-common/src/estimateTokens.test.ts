import fc from 'fast-check';
import { estimateTokens } from './estimateTokens';

const sent = { name: 'add', description: 'Adds.', inputSchema: {} };
// {"name":"add","description":"Adds.","inputSchema":{}} is 53 bytes long.
const TOKENS = 14;

describe('estimateTokens', () => {
  it('is a quarter of the bytes that a model is sent, rounded up', () => {
    expect(estimateTokens(sent)).toBe(TOKENS);
    expect(estimateTokens({ ...sent, name: 'added' })).toBe(TOKENS);
    expect(estimateTokens({ ...sent, name: 'added up' })).toBe(TOKENS + 1);
  });

  it('counts nothing that no model is sent', () => {
    const whole = {
      ...sent,
      title: 'Add two numbers',
      outputSchema: { type: 'object' },
      annotations: { readOnlyHint: true },
      icons: [{ src: 'data:image/png;base64,AAAA' }],
      _meta: { 'example/a': 'b' },
    };
    expect(estimateTokens(whole)).toBe(TOKENS);
  });

  it('manages without what a server should have sent', () => {
    expect(estimateTokens({})).toBe(1);
    expect(estimateTokens({ name: 7, description: null })).toBeGreaterThan(1);
  });

  it('counts bytes, so that scripts of more tokens a letter cost more', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary' }),
        fc.string({ unit: 'grapheme' }),
        (name, description) => {
          const bytes = Buffer.byteLength(
            JSON.stringify({ name, description, inputSchema: {} }),
          );
          expect(estimateTokens({ name, description, inputSchema: {} })).toBe(
            Math.ceil(bytes / 4),
          );
        },
      ),
    );
  });
});
