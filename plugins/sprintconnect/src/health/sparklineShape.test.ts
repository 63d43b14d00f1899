import { sparklineShape } from './sparklineShape';

const box = { width: 90, height: 20, slots: 4 };
const at = '2026-11-22T12:00:00Z';
const good = (latencyMs: number) => ({ at, ok: true, latencyMs });
const bad = { at, ok: false };

describe('sparklineShape', () => {
  it('draws from 0 to the slowest, the newest at the right edge', () => {
    expect(sparklineShape([good(50), good(100)], box)).toEqual({
      line: 'M60 10h0L90 0',
      failures: [],
    });
  });

  it('breaks the line where a probe failed, and keeps what stands alone', () => {
    expect(sparklineShape([good(100), bad, good(100), bad], box)).toEqual({
      line: 'M0 0h0M60 0h0',
      failures: [30, 90],
    });
  });

  it('shows the last probes only', () => {
    const many = [bad, ...Array.from({ length: 4 }, () => good(10))];
    expect(sparklineShape(many, box)).toEqual({
      line: 'M0 0h0L30 0L60 0L90 0',
      failures: [],
    });
  });

  it('draws nothing of nothing', () => {
    expect(sparklineShape([], box)).toEqual({ line: '', failures: [] });
  });
});
