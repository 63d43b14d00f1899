import { characters } from './characters';
import { lines, oneLine } from './texts';

describe('texts', () => {
  it('are measured in characters, as JSON Schema does', () => {
    const two = characters(2);
    expect(two.safeParse('🌦🌦').success).toBe(true);
    const { error } = two.safeParse('🌦🌦🌦');
    expect(error?.issues).toEqual([
      expect.objectContaining({ code: 'too_big', maximum: 2, path: [] }),
    ]);
  });

  it.each([
    ['\u0000', false, false],
    ['\u007f', false, false],
    ['\u0085', false, false],
    ['\ud83c', false, false],
    ['a\tb', false, true],
    ['a\r\nb', false, true],
    ['🌦 é', true, true],
  ])('%j on one line: %p, on several: %p', (text, one, several) => {
    expect(oneLine(10).safeParse(text).success).toBe(one);
    expect(lines(10).safeParse(text).success).toBe(several);
  });
});
