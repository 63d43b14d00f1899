import * as fc from 'fast-check';
import { parseExactly } from './parseExactly';

describe('parseExactly', () => {
  it.each([
    '12345678901234567890',
    '{"id":9007199254740993,"more":[1,2,{"deep":-9223372036854775808}]}',
    '[0.1000000000000000055511151231257827,1e400,1E+2,1.0,-0]',
    '{"price":1.10000000000000000001,"__proto__":{"polluted":9007199254740993}}',
    '"9007199254740993"',
  ])('writes %s as it was read', text => {
    expect(JSON.stringify(parseExactly(text).exact)).toBe(text);
  });

  it('gives whoever judges plain numbers', () => {
    const { plain } = parseExactly('{"id":12345678901234567890}');
    expect(plain).toEqual({ id: 12345678901234567000 });
  });

  it('reads once where nothing can be lost', () => {
    const { plain, exact } = parseExactly('{"a":1,"b":"1234567890123456"}');
    expect(exact).toBe(plain);
  });

  it('does not let a name of the text change what an object inherits', () => {
    const { exact } = parseExactly('{"__proto__":{"a":9007199254740993}}');
    expect((exact as { a?: unknown }).a).toBeUndefined();
  });

  it('refuses what is no JSON', () => {
    expect(() => parseExactly('{"a":012}')).toThrow(SyntaxError);
  });

  it('loses no integer, however long', () => {
    fc.assert(
      fc.property(fc.bigInt(), fc.string(), (number, name) => {
        const text = `{${JSON.stringify(name)}:[${number}]}`;
        expect(JSON.stringify(parseExactly(text).exact)).toBe(text);
      }),
    );
  });
});
