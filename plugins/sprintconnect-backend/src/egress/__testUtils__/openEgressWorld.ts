import request from 'supertest';
import { mockServices } from '@backstage/backend-test-utils';
import {
  createRecorders,
  openTestDatabase,
  testApp,
  testAuthorizer,
  type TestDatabaseId,
} from '../../__testUtils__';
import { closedAfterTest } from '../../__testUtils__/closedAfterTest';
import { fixedClock } from '../../__testUtils__/fixedClock';
import { createCursors, createIdempotency } from '../../http';
import type { Database, Notification } from '../../ports';
import type { Resolve } from '../createResolve';
import { egressSettingsSchema } from '../EgressSettings';
import { openEgress } from '../openEgress';

/** What tests may reach although it is not public, but for what a rule denies. */
const HERE = [{ host: '127.0.0.1' }, { host: '::1' }];

/** The slice over a real database, with its routes. Ends with the test. */
export async function openEgressWorld(
  options: {
    id?: TestDatabaseId;
    /** That of another instance. */
    database?: Database;
    settings?: object;
    denied?: string[];
    resolve?: Resolve;
  } = {},
) {
  const database =
    options.database ?? (await openTestDatabase({ id: options.id }));
  const recorders = createRecorders();
  const clock = fixedClock();
  const notified: Notification[] = [];
  const logger = mockServices.logger.mock();
  const slice = openEgress(
    {
      ...{ ...recorders, clock, database, logger },
      ...(options.resolve && { resolve: options.resolve }),
      notifier: {
        notify: async notification => {
          notified.push(notification);
          return true;
        },
      },
    },
    {
      egress: egressSettingsSchema.parse({
        allow: HERE,
        privateRanges: ['10.20.0.0/16', 'fd00::/8'],
        ...options.settings,
      }),
      environments: ['development', 'production'],
    },
  );
  closedAfterTest({ close: async () => slice.stop() });
  const secret = Buffer.alloc(32, 1);
  const app = testApp(
    slice.routersFor({
      authorizer: testAuthorizer(options.denied),
      cursors: createCursors(secret),
      idempotency: createIdempotency({ database, clock, secret }),
    }),
  );
  const make = async (body: object) => {
    const answer = await request(app).post('/v1/egress/rules').send(body);
    if (answer.status !== 201) throw new Error(JSON.stringify(answer.body));
    return answer.body as { id: string; revision: number };
  };
  /** Rows of every table that a refused write must leave alone, and what was told. */
  const written = async () => ({
    rules: await database.reader('egress_rules').orderBy('id'),
    revisions: await database.reader('egress_revisions'),
    keys: await database.reader('idempotency_keys'),
    events: [...recorders.events],
    entries: [...recorders.entries],
    jobs: [...recorders.enqueued],
  });
  return {
    ...{ ...recorders, ...slice, app, clock, database, logger },
    ...{ make, notified, written },
  };
}
