import type { Request, RequestHandler } from 'express';
import { addressKeyOf, contextOf } from '../http';
import type {
  Clock,
  ConcurrencyGate,
  OpenGate,
  RequestContext,
  SharedFailures,
} from '../ports';
import { asksForRoles, isOfPlugin } from './asksForRoles';
import type { LimitSettings } from './LimitSettings';
import {
  limitHandler,
  type Take,
  takeAll,
  tooManyAtOnce,
} from './limitHandler';
import { memoryGate } from './memoryGate';
import { openQuotas, type Quotas, READ_COST } from './openQuotas';
import { redisFailures } from './redisFailures';
import { RedisLink, type RedisLinkOptions } from './RedisLink';
import { SharedGate } from './SharedGate';

export interface Limits {
  /** Before authentication: by address, and for all together. */
  beforeCaller: RequestHandler;
  /** After it: by user, API key and organisation. */
  ofCaller: RequestHandler[];
  /**
   * The same for what reaches us by no request of the caller, such as an action: all together, the user, and the organisation. Throws a 429
   * problem when one of these quotas is used up.
   */
  admit(ctx: RequestContext, asked: { isRead: boolean }): Promise<void>;
  /** Where instances count together: failures, so that who guesses credentials gains nothing by asking several. */
  failures?: SharedFailures;
  /** For what costs more than a request, such as a connection; these hold where limits are switched off, too. */
  openGate: OpenGate;
  /** Lets go of Redis. */
  close(): Promise<void>;
}

/** The limits that the settings ask for. */
export function createLimits(options: {
  settings: LimitSettings;
  clock: Clock;
  logger: RedisLinkOptions['logger'];
}): Limits {
  const { settings, clock, logger } = options;
  if (!settings.enabled) {
    return {
      beforeCaller: (_req, _res, next) => next(),
      ofCaller: [],
      admit: async () => {},
      openGate: (_name, max) => memoryGate(max),
      close: async () => {},
    };
  }
  const { redisUrl: url, redisTimeoutMs: timeoutMs, apiKey } = settings;
  const link = url ? new RedisLink({ url, timeoutMs, logger }) : undefined;
  const now = () => clock.now().getTime();
  const gateOf = (max: number): ConcurrencyGate =>
    link ? new SharedGate(link, { max, now }) : memoryGate(max);
  let opened: Quotas | undefined;
  // The counters are loaded for the first request, because a backend that starts has other things to do.
  const quotas = () => (opened ??= openQuotas(settings, link));
  const ofAnybody = (req: Request) => [
    ...quotas().address(addressKeyOf(req.ip)),
    ...quotas().global('all'),
  ];
  return {
    beforeCaller: limitHandler(req =>
      asksForRoles(req)
        ? quotas().roleAsks(addressKeyOf(req.ip))
        : ofAnybody(req),
    ),
    ofCaller: [
      limitHandler(req => {
        const ctx = contextOf(req);
        const isAsk = asksForRoles(req);
        if (isAsk && isOfPlugin(ctx)) return [];
        const isRead = req.method === 'GET' || req.method === 'HEAD';
        return [
          ...(isAsk ? ofAnybody(req) : []),
          ...quotasOf(ctx, quotas(), isRead),
        ];
      }),
      ...(apiKey.concurrent > 0
        ? [limitAtOnce(apiKey.concurrent, gateOf)]
        : []),
    ],
    admit: (ctx, { isRead }) =>
      takeAll([...quotas().global('all'), ...quotasOf(ctx, quotas(), isRead)]),
    openGate: (name, max) => {
      const gate = gateOf(max);
      return { enter: key => gate.enter(`${name} ${key}`) };
    },
    failures: link && redisFailures(link),
    close: async () => link?.close(),
  };
}

function quotasOf(
  ctx: RequestContext,
  quotas: Quotas,
  isRead: boolean,
): Take[] {
  return [
    ...callerQuota(ctx, quotas, isRead ? READ_COST : 1),
    ...quotas.minute(ctx.orgId),
    ...quotas.day(ctx.orgId),
  ];
}

/** Services of the portal work for its users, so that only their organisation limits them. */
function callerQuota(
  ctx: RequestContext,
  quotas: Quotas,
  cost: number,
): Take[] {
  const { type } = ctx.caller;
  if (type === 'user') return quotas.user(callerKeyOf(ctx), cost);
  if (type === 'service') return [];
  return quotas.apiKey(callerKeyOf(ctx));
}

/** An agent may work for several organisations, and is another one in each. */
function callerKeyOf({ orgId, caller }: RequestContext): string {
  return `${orgId} ${caller.ref}`;
}

/** Counts an agent's requests from here until their answers end, however they end. */
function limitAtOnce(
  max: number,
  gateOf: (max: number) => ConcurrencyGate,
): RequestHandler {
  const gate = gateOf(max);
  return async (req, res, next) => {
    try {
      const ctx = contextOf(req);
      const { type } = ctx.caller;
      if (type === 'api-key' || type === 'agent') {
        const leave = await gate.enter(callerKeyOf(ctx));
        if (!leave) throw tooManyAtOnce(max);
        if (res.closed) leave();
        else res.once('close', leave);
      }
      next();
    } catch (error) {
      next(error);
    }
  };
}
