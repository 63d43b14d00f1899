import { byteSize } from './byteSize';

describe('byteSize', () => {
  it.each([
    [0, '0 bytes'],
    [1, '1 byte'],
    [999, '999 bytes'],
    [1000, '1 kB'],
    [999_400, '999 kB'],
    [1_240_000, '1.2 MB'],
    [3_000_000_000, '3 GB'],
  ])('says of %d bytes "%s"', (bytes, text) => {
    expect(byteSize(bytes, 'en')).toBe(text);
  });

  it('speaks the language of the reader', () => {
    expect(byteSize(1_240_000, 'de')).toBe('1,2 MB');
  });
});
