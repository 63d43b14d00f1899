import { mockServices } from '@backstage/backend-test-utils';
import {
  createRecorders,
  fixedClock,
  openTestDatabase,
  testApp,
  testAuthorizer,
  type TestDatabaseId,
} from '../../../__testUtils__';
import { createCursors, openInstanceSecret } from '../../../http';
import type { Criteria, Database } from '../../../ports';
import type { OpenedCall } from '../CallLog';
import { createCallLog } from '../createCallLog';

export const SERVER = '0192a000-0000-7000-8000-000000000001';

/** A log of calls over a real database. Its events are kept in an array. */
export async function openCallLog(
  options: {
    id?: TestDatabaseId;
    database?: Database;
    /** In which transactions run, in place of the database itself. */
    through?(database: Database): Database;
    keepBodies?: string[];
    denied?: string[];
    criteria?: Record<string, Criteria>;
  } = {},
) {
  const database =
    options.database ?? (await openTestDatabase({ id: options.id }));
  const clock = fixedClock();
  const logger = mockServices.logger.mock();
  const { outbox, events } = createRecorders();
  const secret = await openInstanceSecret(database, { name: 'http', clock });
  const slice = createCallLog({
    database: options.through?.(database) ?? database,
    outbox,
    clock,
    logger,
    authorizer: testAuthorizer(options.denied, options.criteria),
    cursors: createCursors(secret),
    settings: {
      keepBodies: options.keepBodies ?? [],
      retentionDays: 30,
      bodyRetentionDays: 7,
    },
  });
  return {
    ...slice,
    database,
    clock,
    events,
    logger,
    app: testApp([...slice.routers]),
    rows: () => database.reader('calls').orderBy('id'),
  };
}

/** A call of the tool `forecast`. */
export function aCall(overrides: Partial<OpenedCall> = {}): OpenedCall {
  return {
    entrance: 'rest',
    server: { id: SERVER, name: 'weather', environment: 'production' },
    method: 'tools/call',
    kind: 'tool',
    capability: 'forecast',
    argumentBytes: 17,
    ...overrides,
  };
}
