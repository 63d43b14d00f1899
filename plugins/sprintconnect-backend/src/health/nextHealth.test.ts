import fc from 'fast-check';
import { type Health, RECENT_MAX, UNKNOWN_HEALTH } from './state/HealthState';
import { type HealthRules, nextHealth, type ProbeOutcome } from './nextHealth';

const rules: HealthRules = {
  latencyMs: 1000,
  failureThreshold: 3,
  recoveryThreshold: 2,
};
const at = (minute: number) => new Date(Date.UTC(2026, 10, 22, 12, minute));
const error = { code: 'refused' as const, message: 'Nothing listens there.' };

const login = {
  code: 'login-required' as const,
  message: 'This server asks for a login.',
};
const throttled = { code: 'throttled' as const, message: 'HTTP 429' };

/** `g` good, `s` good but slow, `x` failed, `t` turned away with HTTP 429, `l` asked for a login. */
function probeOf(letter: string, minute: number): ProbeOutcome {
  const fault = { x: error, t: throttled, l: login }[letter];
  return fault
    ? { at: at(minute), ok: false, error: fault }
    : {
        at: at(minute),
        ok: true,
        latencyMs: letter === 's' ? 1001 : 1000,
      };
}

function after(probes: string, by = rules): Health {
  return [...probes].reduce(
    (health, letter, minute) => nextHealth(health, probeOf(letter, minute), by),
    UNKNOWN_HEALTH,
  );
}

describe('nextHealth', () => {
  it.each<[string, string, [Health['status'], string?]]>([
    ['nothing was probed', '', ['unknown']],
    ['one failure says nothing yet', 'x', ['unknown']],
    ['two failures neither', 'xx', ['unknown']],
    ['three failures of an unknown server', 'xxx', ['unhealthy', 'refused']],
    ['the first good probe', 'g', ['healthy']],
    ['also after failures', 'xxg', ['healthy']],
    ['also a slow one', 's', ['healthy']],
    ['one failure', 'gx', ['healthy']],
    ['two failures', 'gxx', ['healthy']],
    ['three failures', 'gxxx', ['unhealthy', 'refused']],
    ['three failures that are not in a row', 'gxgxx', ['healthy']],
    ['one good probe does not heal', 'gxxxg', ['unhealthy', 'refused']],
    ['nor two that are not in a row', 'gxxxgxg', ['unhealthy', 'refused']],
    ['two do', 'gxxxgg', ['healthy']],
    ['and the next failure is the first', 'gxxxggxx', ['healthy']],
    ['two slow answers', 'gss', ['healthy']],
    ['three slow answers', 'gsss', ['degraded', 'slow']],
    ['one fast answer does not end that', 'gsssg', ['degraded', 'slow']],
    ['two do', 'gsssgg', ['healthy']],
    ['slow, then failing', 'gsssxx', ['degraded', 'slow']],
    ['slow, then failed', 'gsssxxx', ['unhealthy', 'refused']],
    ['recovered, but slow', 'gxxxsss', ['degraded', 'slow']],
    ['two faults come and go', 'gxgxg', ['healthy']],
    ['three faults come and go', 'gxgxgx', ['degraded', 'flapping']],
    ['it still flaps a while later', 'gxgxgxggg', ['degraded', 'flapping']],
    ['and then no more', 'gxgxgxgggggggg', ['healthy']],
    ['flapping, then failed', 'gxgxgxxx', ['unhealthy', 'refused']],
    ['an outage is one fault', 'gxxxxxgg', ['healthy']],
    ['turned away twice', 'gtt', ['healthy']],
    ['turned away, it is alive', 'gttt', ['degraded', 'throttled']],
    ['also of an unknown server', 'ttt', ['degraded', 'throttled']],
    ['also after failures of another kind', 'gxxt', ['degraded', 'throttled']],
    ['until one of these', 'gtttx', ['unhealthy', 'refused']],
    ['a dead server is not healed by it', 'gxxxt', ['unhealthy', 'throttled']],
    ['one good probe does not end it', 'gtttg', ['degraded', 'throttled']],
    ['nor two with a failure between', 'gtttgxg', ['degraded', 'throttled']],
    ['two do that are in a row', 'gtttgg', ['healthy']],
    [
      'one wish for a login tells it',
      'l',
      ['login-required', 'login-required'],
    ],
    ['also after failures', 'xxl', ['login-required', 'login-required']],
    ['of a healthy server one tells nothing', 'gl', ['healthy']],
    ['nor two that are not in a row', 'glgl', ['healthy']],
    ['two do', 'gll', ['login-required', 'login-required']],
    ['one leaves a reason as it is', 'gsssl', ['degraded', 'slow']],
    ['two end it', 'gsssll', ['login-required', 'login-required']],
    [
      'also that it turned away',
      'gtttll',
      ['login-required', 'login-required'],
    ],
    ['a dead server is not healed by one', 'xxxl', ['unhealthy', 'refused']],
    ['nor by two with a failure between', 'xxxlxl', ['unhealthy', 'refused']],
    ['it is by two', 'xxxll', ['login-required', 'login-required']],
    [
      'or by one after a good probe',
      'xxxgl',
      ['login-required', 'login-required'],
    ],
    ['and by a good probe after one', 'xxxlg', ['healthy']],
    [
      'one good probe does not end it',
      'llg',
      ['login-required', 'login-required'],
    ],
    [
      'nor two that are not in a row',
      'llglg',
      ['login-required', 'login-required'],
    ],
    ['two do', 'llgg', ['healthy']],
    ['two failures do not', 'llxx', ['login-required', 'login-required']],
    ['three do', 'llxxx', ['unhealthy', 'refused']],
    ['and it comes back', 'llxxxll', ['login-required', 'login-required']],
    ['asking is no fault that comes and goes', 'glglglglg', ['healthy']],
    ['nor does it hide such', 'gxlgxlgx', ['degraded', 'flapping']],
  ])('%s (%s)', (_name, probes, expected) => {
    const { status, reason } = after(probes);
    expect(reason ? [status, reason.code] : [status]).toEqual(expected);
  });

  it.each<[number, number, string, [Health['status'], string?]]>([
    [1, 1, 'x', ['unhealthy', 'refused']],
    [1, 1, 'gx', ['unhealthy', 'refused']],
    [1, 1, 'gxg', ['healthy']],
    [1, 1, 'gt', ['degraded', 'throttled']],
    [1, 1, 's', ['healthy']],
    [1, 1, 'gs', ['degraded', 'slow']],
    [1, 1, 'gsg', ['healthy']],
    [1, 1, 'gl', ['login-required', 'login-required']],
    [1, 1, 'lg', ['healthy']],
    [5, 3, 'gll', ['healthy']],
    [5, 3, 'glll', ['login-required', 'login-required']],
    [100, 100, `g${'l'.repeat(29)}`, ['healthy']],
    [100, 100, `g${'l'.repeat(30)}`, ['login-required', 'login-required']],
    [5, 3, 'gxxxx', ['healthy']],
    [5, 3, 'gxxxxx', ['unhealthy', 'refused']],
    [5, 3, 'gxxxxxgg', ['unhealthy', 'refused']],
    [5, 3, 'gxxxxxggg', ['healthy']],
    [5, 3, 'gssss', ['healthy']],
    [5, 3, 'gsssssgg', ['degraded', 'slow']],
    [100, 2, `g${'s'.repeat(29)}`, ['healthy']],
    [100, 2, 's'.repeat(30), ['degraded', 'slow']],
  ])(
    'goes by its thresholds: %i failures, %i good probes (%s)',
    (...[failureThreshold, recoveryThreshold, probes, expected]) => {
      const { status, reason } = after(probes, {
        ...rules,
        failureThreshold,
        recoveryThreshold,
      });
      expect(reason ? [status, reason.code] : [status]).toEqual(expected);
    },
  );

  it('says since when, from the probe that changed it', () => {
    expect(after('xx').since).toBeUndefined();
    expect(after('xxg').since).toEqual(at(2));
    expect(after('gxxxxx').since).toEqual(at(3));
    expect(after('gxxxggg').since).toEqual(at(5));
  });

  it('tells the latest reason', () => {
    const dns = { code: 'dns' as const, message: 'No such name.' };
    const health = nextHealth(
      after('gxxx'),
      { at: at(9), ok: false, error: dns },
      rules,
    );
    expect(health.reason).toEqual(dns);
    expect(after('gsss').reason?.message).toContain('1000 ms');
    expect(after('gxgxgx').reason?.message).toContain('3 of the last 6');
  });

  const history = fc.array(fc.constantFrom('g', 's', 'x', 't', 'l'), {
    maxLength: 60,
  });
  const text = history.map(letters => letters.join(''));

  it('keeps its promises after any history', () => {
    fc.assert(
      fc.property(text, probes => {
        const health = after(probes);
        const { status, reason, failures, successes, recent, since } = health;
        expect(recent.length).toBe(Math.min(probes.length, RECENT_MAX));
        expect(failures).toBe(/[xt]*$/.exec(probes)![0].length);
        expect(successes).toBe(/[gsl]*$/.exec(probes)![0].length);
        expect(since === undefined).toBe(status === 'unknown');
        const isWell = status === 'healthy' || status === 'unknown';
        expect(reason === undefined).toBe(isWell);
        const isLogin = status === 'login-required';
        expect(reason?.code === 'login-required').toBe(isLogin);
        expect(isLogin && !probes.includes('l')).toBe(false);
        expect(isLogin && /[gs]{2}$/.test(probes)).toBe(false);
        expect(!isLogin && /ll$/.test(probes)).toBe(false);
        const isDown = status === 'unhealthy';
        expect(isDown || !/xxx$/.test(probes)).toBe(true);
        expect(isDown && /[gsl]{2}$/.test(probes)).toBe(false);
        expect(isDown && !/[xt]{2,}x/.test(probes)).toBe(false);
        expect(status === 'unknown' && /[gsl]/.test(probes)).toBe(false);
      }),
    );
  });

  it('forgets every history after twelve good and fast probes', () => {
    fc.assert(
      fc.property(text, probes => {
        expect(after(`${probes}${'g'.repeat(12)}`).status).toBe('healthy');
      }),
    );
  });

  it('changes nothing that it was given', () => {
    const before = after('gxgsx');
    const copy = structuredClone(before);
    nextHealth(before, probeOf('x', 9), rules);
    expect(before).toEqual(copy);
  });
});
