import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import request from 'supertest';
import { mockServices, startTestBackend } from '@backstage/backend-test-utils';
import feature from '.';
import { startedWith } from './config';

const folder = mkdtempSync(join(tmpdir(), 'sprintconnect-feature-'));
const file = join(folder, 'app-config.yaml');
afterAll(() => rmSync(folder, { recursive: true }));
afterEach(() => jest.restoreAllMocks());

const KEY = Buffer.alloc(32, 7).toString('base64');

/** Starts the feature as a host does, with a configuration file that names a variable which nobody set. */
async function startInProduction(data: object) {
  writeFileSync(file, "sprintconnect: { audit: { key: '${AUDIT_KEY}' } }");
  jest.spyOn(startedWith, 'isProduction').mockReturnValue(true);
  jest.replaceProperty(startedWith, 'argv', ['node', '.', '--config', file]);
  const logger = mockServices.rootLogger.mock();
  logger.child.mockReturnValue(logger);
  const backend = await startTestBackend({
    features: [
      feature,
      logger.factory,
      mockServices.rootConfig.factory({ data: data as never }),
    ],
  });
  const health = await request(backend.server).get(
    '/api/sprintconnect/v1/health',
  );
  await backend.stop();
  return { status: health.status, logger };
}

it('stops the start of a production portal where a variable is missing', async () => {
  await expect(startInProduction({})).rejects.toThrow(
    'AUDIT_KEY (for sprintconnect.audit.key)',
  );
});

it.each([
  { plugins: { sprintconnect: { onPluginBootFailure: 'continue' } } },
  { default: { onPluginBootFailure: 'continue' } },
])('is left out of a portal that goes on without it: %j', async startup => {
  const { status, logger } = await startInProduction({
    backend: { startup },
  });
  expect(status).toBe(404);
  expect(logger.error).toHaveBeenCalledWith(
    'SprintConnect is disabled; the portal starts without it',
    expect.objectContaining({
      message: expect.stringContaining('AUDIT_KEY'),
    }),
  );
});

it('stops the start where only other plugins may be left out', async () => {
  const startup = {
    default: { onPluginBootFailure: 'continue' },
    plugins: { sprintconnect: { onPluginBootFailure: 'abort' } },
  };
  await expect(startInProduction({ backend: { startup } })).rejects.toThrow(
    'AUDIT_KEY',
  );
});

it('starts when nothing is missing, and says what is seldom meant', async () => {
  jest.spyOn(startedWith, 'variable').mockReturnValue('k'.repeat(32));
  const { status, logger } = await startInProduction({
    sprintconnect: { secrets: { keys: [{ id: '1', secret: KEY }] } },
  });
  expect(status).toBe(200);
  expect(logger.warn).toHaveBeenCalledWith(
    expect.stringMatching(/^SprintConnect in production: permission\.enabled/),
  );
});

it('stops the start of a production portal that has no key to seal secrets with', async () => {
  jest.spyOn(startedWith, 'variable').mockReturnValue('k'.repeat(32));
  await expect(startInProduction({})).rejects.toThrow(
    /InputError: sprintconnect\.secrets\.keys is required in production.*openssl rand -base64 32/,
  );
});
