import fc from 'fast-check';
import { cutText } from './cutText';

describe('cutText', () => {
  it('leaves a text alone that fits to the byte', () => {
    expect(cutText('Überblick', 10)).toBe('Überblick');
    expect(cutText('Überblick', 9)).not.toBe('Überblick');
  });

  it('says how long the text was and of which hash', () => {
    const text = 'x'.repeat(5_000_000);
    const cut = cutText(text, 512);
    expect(cut).toMatch(
      /^x+… \[cut: 5000000 bytes in all, SHA-256 [0-9a-f]{32}\]$/,
    );
    expect(Buffer.byteLength(cut)).toBe(512);
  });

  it('is another text when something changes beyond the cut', () => {
    const text = 'x'.repeat(2_000);
    expect(cutText(`${text}a`, 512)).not.toBe(cutText(`${text}b`, 512));
  });

  it('never exceeds the bound, halves no character, and cuts once', () => {
    fc.assert(
      fc.property(
        fc.string({
          unit: 'binary',
          minLength: 100,
          maxLength: 400,
          size: 'max',
        }),
        fc.integer({ min: 128, max: 300 }),
        (text, most) => {
          const cut = cutText(text, most);
          expect(Buffer.byteLength(cut)).toBeLessThanOrEqual(most);
          expect(cut).not.toMatch(/\p{Cs}/u);
          expect(cutText(cut, most)).toBe(cut);
          const [kept] = cut.split('… [cut: ');
          expect(text.startsWith(kept)).toBe(true);
        },
      ),
    );
  });
});
