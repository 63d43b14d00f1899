import express, { type Express } from 'express';
import request from 'supertest';
import { mockCredentials } from '@backstage/backend-test-utils';
import type { Caller } from '@sprintconnect/plugin-sprintconnect-common';
import { eventually, fixedClock, testContext } from '../../__testUtils__';
import { problemHandler, setContext } from '../../http';
import { createLimits, type Limits, type LimitSettings } from '..';

const NONE: LimitSettings = {
  enabled: true,
  // A busy machine is no slow Redis; tests of slow ones say so.
  redisTimeoutMs: 5_000,
  global: { perSecond: 0, burst: 0 },
  organisation: { perMinute: 0, perDay: 0 },
  user: { perMinute: 0 },
  apiKey: { perMinute: 0, concurrent: 0 },
  address: { perMinute: 0 },
};

const opened: Limits[] = [];
afterEach(async () => {
  for (const limits of opened.splice(0)) await limits.close();
});

/** An app that serves `/` to the caller named by headers, as far as the limits let it. Closed after the test. */
export function openLimits(settings: Partial<LimitSettings>) {
  const warnings: string[] = [];
  const news: string[] = [];
  const limits = createLimits({
    settings: { ...NONE, ...settings },
    clock: fixedClock(),
    logger: {
      warn: message => warnings.push(message),
      info: message => news.push(message),
    },
  });
  opened.push(limits);
  const served: string[] = [];
  const waiting: (() => void)[] = [];
  const app = express().set('trust proxy', true);
  app.use(limits.beforeCaller);
  app.use((req, res, next) => {
    const type = (req.get('x-type') ?? 'user') as Caller['type'];
    const ref = req.get('x-ref') ?? 'user:default/ada';
    const orgId = req.get('x-org') ?? 'default';
    const actor = req.get('x-actor');
    setContext(
      req,
      testContext({
        caller: { type, ref },
        orgId,
        credentials: mockCredentials.user(
          'user:default/ada',
          actor ? { actor: { subject: actor } } : undefined,
        ),
      }),
    );
    res.set('X-Request-Id', 'test');
    next();
  });
  if (limits.ofCaller.length > 0) app.use(...limits.ofCaller);
  app.get('/slow', (_req, res) => {
    waiting.push(() => res.end());
  });
  app.all(['/', '/v1/me/roles', '/v1/me/roles/more'], (req, res) => {
    served.push(req.method);
    res.json({});
  });
  app.use(problemHandler({ logger: { error: () => {} } }));
  return { app, limits, served, warnings, news, waiting };
}

export type Headers = Record<string, string>;
/** What so many requests, one after the other, are answered. `x-method: get` makes them reads. */
export async function statuses(
  app: Express,
  count: number,
  headers: Headers = {},
) {
  const { 'x-method': method = 'post', ...rest } = headers;
  const found: number[] = [];
  for (let index = 0; index < count; index++) {
    const { status } = await request(app)
      [method as 'get' | 'post']('/')
      .set(rest);
    found.push(status);
  }
  return found;
}

/** Until then an instance counts for itself. */
export const connected = ({ limits }: { limits: Limits }) =>
  eventually('Redis to answer', () =>
    limits.failures?.heldMs('nobody').then(
      ms => ms === 0,
      () => false,
    ),
  );
