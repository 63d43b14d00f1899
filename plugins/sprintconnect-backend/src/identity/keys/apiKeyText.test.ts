import { hashOf, mintApiKey, prefixOf } from './apiKeyText';

describe('the text of an API key', () => {
  it('is random, recognisable, and refuses what was cut or mistyped', () => {
    const minted = Array.from({ length: 50 }, mintApiKey);
    expect(new Set(minted.map(each => each.prefix)).size).toBe(50);
    for (const { secret, prefix, hash } of minted) {
      expect(secret).toMatch(/^sck_[0-9A-Za-z]{12}_[0-9A-Za-z]{49}$/);
      expect(prefixOf(secret)).toBe(prefix);
      expect(hashOf(secret)).toBe(hash);
      expect(prefixOf(secret.slice(0, -1))).toBeUndefined();
      const other = secret[30] === 'x' ? 'y' : 'x';
      expect(
        prefixOf(secret.slice(0, 30) + other + secret.slice(31)),
      ).toBeUndefined();
    }
  });
});
