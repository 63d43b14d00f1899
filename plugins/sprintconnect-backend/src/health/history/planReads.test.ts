import fc from 'fast-check';
import { planReads, type Kept } from './planReads';
import { DAY_MS, floorTo, HOUR_MS, plus } from '../state/times';

const at = (text: string) => new Date(`2026-11-${text}:00Z`);
const kept: Kept = {
  rawSince: at('15T11:00'),
  hoursUntil: at('22T12:00'),
  daysUntil: at('22T00:00'),
};
const readsOf = (from: string, to: string, of: Kept = kept) =>
  planReads({ from: at(from), to: at(to) }, of).map(
    read =>
      `${read.source} ${read.from.toISOString().slice(8, 16)} ${read.to.toISOString().slice(8, 16)}`,
  );

describe('the plan of what to read', () => {
  it('is the fewest rows that tell exactly', () => {
    expect(readsOf('20T10:30', '22T12:20')).toEqual([
      'raw 20T10:30 20T11:00',
      'hour 20T11:00 21T00:00',
      'day 21T00:00 22T00:00',
      'hour 22T00:00 22T12:00',
      'raw 22T12:00 22T12:20',
    ]);
  });

  it('leaves out the part of an hour whose probes are gone', () => {
    expect(readsOf('10T10:30', '10T13:30')).toEqual(['hour 10T11:00 10T13:00']);
    expect(readsOf('10T10:30', '10T10:45')).toEqual([]);
  });

  it('is single probes alone before anything is summed up', () => {
    expect(
      readsOf('20T10:30', '22T12:20', { rawSince: kept.rawSince }),
    ).toEqual(['raw 20T10:30 22T12:20']);
  });

  it('is hours where days are not summed up', () => {
    expect(
      readsOf('20T10:00', '22T12:00', { ...kept, daysUntil: undefined }),
    ).toEqual(['hour 20T10:00 22T12:00']);
  });

  it('never reads anything twice, out of order, out of bounds, or before it is summed up', () => {
    const minutes = fc.integer({ min: 0, max: 20 * 24 * 60 });
    const start = at('01T00:00').getTime();
    const time = (minute: number) => new Date(start + minute * 60_000);
    fc.assert(
      fc.property(
        fc.record({
          stretch: fc.tuple(minutes, minutes),
          done: fc.option(minutes, { nil: undefined }),
          daysBehind: fc.nat({ max: 60 }),
          raw: minutes,
        }),
        ({ stretch, done, daysBehind, raw }) => {
          const [from, to] = stretch.sort((a, b) => a - b).map(time);
          const hoursUntil =
            done === undefined ? undefined : floorTo(HOUR_MS, time(done));
          const daysUntil =
            hoursUntil &&
            floorTo(DAY_MS, plus(hoursUntil, -daysBehind * HOUR_MS));
          const rawSince = time(raw);
          const reads = planReads(
            { from, to },
            { rawSince, hoursUntil, daysUntil },
          );
          const until = { raw: to, hour: hoursUntil, day: daysUntil };
          let end = from;
          let gaps = 0;
          for (const read of reads) {
            const lengthMs = { raw: 1, hour: HOUR_MS, day: DAY_MS }[
              read.source
            ];
            expect(read.from < read.to).toBe(true);
            expect(read.from >= end).toBe(true);
            expect(read.from.getTime() % lengthMs).toBe(0);
            expect(read.to.getTime() % lengthMs).toBe(0);
            expect(read.to <= (until[read.source] as Date)).toBe(true);
            gaps += read.from.getTime() - end.getTime();
            end = read.to;
          }
          gaps += to.getTime() - end.getTime();
          expect(end <= to).toBe(true);
          // While its single probes are kept, nothing of a stretch is left out.
          expect(from < rawSince || gaps === 0).toBe(true);
        },
      ),
      { numRuns: 500 },
    );
  });
});
