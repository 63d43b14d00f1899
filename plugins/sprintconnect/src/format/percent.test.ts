import { percent } from './percent';

describe('percent', () => {
  it.each([
    [1, '100%'],
    [0.99999, '99.99%'],
    [0.9996, '99.96%'],
    [0.999, '99.9%'],
    [0.5, '50%'],
    [0.000001, '0.01%'],
    [0, '0%'],
    [-0.42, '-42%'],
  ])('says of %d "%s"', (value, text) => {
    expect(percent(value, 'en')).toBe(text);
  });

  it('speaks the language of the reader', () => {
    expect(percent(0.9996, 'de')).toBe('99,96\u00a0%');
  });
});
