import type { LimitSettings } from './LimitSettings';
import type { Take } from './limitHandler';
import { openCounters, withBurst } from './openCounters';
import { Quota } from './Quota';
import type { RedisLink } from './RedisLink';

/** What a request takes from the quota of a key; nothing where the limit is lifted. */
export type TakeFrom = (key: string, cost?: number) => Take[];
export type Quotas = ReturnType<typeof openQuotas>;

/** Reading a page asks for several things at once, so that reading counts a tenth of writing. */
export const READ_COST = 0.1;

/** The policy of a portal asks for all its users from one address. */
const ROLE_ASKS_FACTOR = 20;

const MINUTE = 60;
const DAY = 24 * 3600;

/** Every quota that the settings ask for. */
export function openQuotas(
  settings: LimitSettings,
  link: RedisLink | undefined,
) {
  const open = openCounters(link);
  const quota = (
    name: string,
    of: { limit: number; seconds: number; words: string; scale?: number },
  ) => {
    const { limit, seconds, words, scale = 1 } = of;
    if (limit === 0) return taking(undefined);
    const counter = open({ name, points: limit * scale, seconds });
    return taking(new Quota({ counter, limit, words, scale }));
  };
  const perMinute = (name: string, limit: number, scale?: number) =>
    quota(name, {
      limit,
      seconds: MINUTE,
      words: `${limit} requests per minute`,
      scale,
    });
  return {
    address: perMinute('address', settings.address.perMinute),
    roleAsks: perMinute(
      'role-asks',
      settings.address.perMinute * ROLE_ASKS_FACTOR,
    ),
    global: openGlobal(settings.global, open),
    user: perMinute('user', settings.user.perMinute, 1 / READ_COST),
    apiKey: perMinute('api-key', settings.apiKey.perMinute),
    minute: perMinute('organisation', settings.organisation.perMinute),
    day: quota('organisation-day', {
      limit: settings.organisation.perDay,
      seconds: DAY,
      words: `${settings.organisation.perDay} requests per day`,
    }),
  };
}

function openGlobal(
  { perSecond, burst }: LimitSettings['global'],
  open: ReturnType<typeof openCounters>,
): TakeFrom {
  if (perSecond === 0) return taking(undefined);
  const steady = open({ name: 'global', points: perSecond, seconds: 1 });
  const extra = burst - perSecond;
  const counter =
    extra > 0
      ? withBurst(
          steady,
          // What was taken ahead of its second is given back once the seconds that it was taken from have passed.
          open({
            name: 'global-burst',
            points: extra,
            seconds: Math.ceil(extra / perSecond),
          }),
        )
      : steady;
  const words = `${perSecond} requests per second for all callers`;
  return taking(new Quota({ counter, limit: perSecond, words }));
}

function taking(quota: Quota | undefined): TakeFrom {
  return (key, cost) => (quota ? [() => quota.take(key, cost)] : []);
}
