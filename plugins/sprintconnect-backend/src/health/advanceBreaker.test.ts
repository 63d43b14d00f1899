import { advanceBreaker, type Circuit } from './advanceBreaker';

const rules = { threshold: 3, firstRestMs: 60_000, restMsMax: 300_000 };
const start = Date.parse('2026-11-22T12:00:00.000Z');
const at = (seconds: number) => new Date(start + seconds * 1000);

/** What a restart leaves of a circuit: what the database kept. */
const restarted = ({ breaker, rest }: Circuit): Circuit => ({
  breaker: breaker && JSON.parse(JSON.stringify(breaker)),
  rest,
});

async function failing(times: number[], from: Circuit = {}): Promise<Circuit> {
  let circuit = from;
  for (const seconds of times) {
    circuit = restarted(
      await advanceBreaker(circuit, { ok: false, at: at(seconds) }, rules),
    );
  }
  return circuit;
}

describe('advanceBreaker', () => {
  it('keeps nothing of a server that is well', async () => {
    expect(await advanceBreaker({}, { ok: true, at: at(0) }, rules)).toEqual(
      {},
    );
    const twice = await failing([0, 1]);
    expect(twice.rest).toBeUndefined();
    expect(twice.breaker).toBeDefined();
    expect(await advanceBreaker(twice, { ok: true, at: at(2) }, rules)).toEqual(
      {},
    );
  });

  it('rests after failures in a row, twice as long each time, up to the most', async () => {
    let circuit = await failing([0, 1, 2]);
    expect(circuit.rest).toEqual({ since: at(2), until: at(62) });
    const rests: number[] = [];
    for (let round = 0; round < 4; round++) {
      const { until } = circuit.rest!;
      circuit = await failing([(until.getTime() - start) / 1000], circuit);
      expect(circuit.rest!.since).toEqual(at(2));
      rests.push((circuit.rest!.until.getTime() - until.getTime()) / 1000);
    }
    expect(rests).toEqual([120, 240, 300, 300]);
  });

  it('ends a rest with the probe whose timer came a moment early', async () => {
    const resting = await failing([0, 1, 2]);
    const again = await failing([61.999], resting);
    expect(again.rest).toEqual({ since: at(2), until: at(181.999) });
  });

  it('costs no more after a year of rests than after a day', async () => {
    let circuit = await failing([0, 1, 2]);
    let rested = 0;
    for (let round = 0; round < 60; round++) {
      const { until } = circuit.rest!;
      circuit = await failing([(until.getTime() - start) / 1000], circuit);
      rested = +circuit.rest!.until - +until;
    }
    expect(rested).toBe(300_000);
    const { ownState } = circuit.breaker as { ownState: object };
    expect(ownState).toMatchObject({ attemptNo: 41 });
    expect(circuit.rest!.since).toEqual(at(2));
  });

  it('closes with the first good probe, and begins from the beginning', async () => {
    const resting = await failing([0, 1, 2, 62]);
    const healed = await advanceBreaker(
      resting,
      { ok: true, at: at(182) },
      rules,
    );
    expect(healed).toEqual({});
    expect((await failing([200, 201], healed)).rest).toBeUndefined();
    expect((await failing([200, 201, 202], healed)).rest).toEqual({
      since: at(202),
      until: at(262),
    });
  });

  it('does not rest longer because somebody asked in between, and heals when they were right', async () => {
    const resting = await failing([0, 1, 2]);
    expect(await failing([10], resting)).toEqual(resting);
    expect(
      await advanceBreaker(resting, { ok: true, at: at(10) }, rules),
    ).toEqual({});
  });
});
