import fc from 'fast-check';
import {
  fromText,
  histogramOf,
  mergeHistograms,
  quantileOf,
  sizeOf,
  toText,
} from './Histogram';

const latency = fc.integer({ min: 0, max: 120_000 });
const latencies = fc.array(latency, { maxLength: 200 });

describe('a histogram of latencies', () => {
  it('adds up in any order and grouping', () => {
    fc.assert(
      fc.property(latencies, latencies, latencies, (...parts) => {
        const [a, b, c] = parts.map(histogramOf);
        const all = histogramOf(parts.flat());
        const left = mergeHistograms([mergeHistograms([a, b]), c]);
        const right = mergeHistograms([a, mergeHistograms([c, b])]);
        expect(left).toEqual(all);
        expect(right).toEqual(all);
      }),
    );
  });

  it('tells every quantile within 5 % and a rounded tenth of a millisecond', () => {
    fc.assert(
      fc.property(
        fc.array(latency, { minLength: 1, maxLength: 300 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (values, share) => {
          const sorted = [...values].sort((a, b) => a - b);
          const rank = Math.max(1, Math.ceil(share * sorted.length));
          const exact = Math.max(1, sorted[rank - 1]);
          const told = quantileOf(histogramOf(values), share) as number;
          expect(Math.abs(told - exact)).toBeLessThanOrEqual(
            exact * 0.05 + 0.05 + 1e-9,
          );
        },
      ),
    );
  });

  it('comes back from its row', () => {
    fc.assert(
      fc.property(latencies, values => {
        const histogram = histogramOf(values);
        const read = fromText(toText(histogram));
        expect(read).toEqual(histogram);
        expect(sizeOf(read)).toBe(values.length);
      }),
    );
  });

  it('has no quantile without a latency', () => {
    expect(quantileOf(histogramOf([]), 0.5)).toBeUndefined();
  });

  it('keeps an hour short', () => {
    const hour = Array.from({ length: 60 }, (_, i) => 80 + ((i * 37) % 60));
    expect(toText(histogramOf(hour)).length).toBeLessThan(60);
  });
});
