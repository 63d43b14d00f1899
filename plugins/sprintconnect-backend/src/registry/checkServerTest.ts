import {
  type TestServer,
  testServerSchema,
} from '@sprintconnect/plugin-sprintconnect-common';
import type { RequestContext } from '../ports';
import { checkServerBody } from './checkServerBody';
import { noCredentials } from './refusals';
import type { RegistryDeps } from './RegistryDeps';

/** What a connection test connects to, and how long connecting to one of them may take. Absent: the default. */
export type TestTarget = Pick<
  TestServer,
  'environment' | 'remotes' | 'connectTimeoutMs'
>;

/**
 * What to connect to, from the body of a connection test, which is held to the rules of a registration. Throws a 400 problem
 * with every fault, and a 422 problem for one with a credential. Resolves names, and opens no connection.
 */
export async function checkServerTest(
  deps: RegistryDeps,
  ctx: RequestContext,
  body: unknown,
): Promise<TestTarget> {
  const input = await checkServerBody(deps, testServerSchema, {
    orgId: ctx.orgId,
    body,
  });
  if (input.credential) throw noCredentials();
  const { environment, remotes, connectTimeoutMs } = input;
  return {
    environment,
    remotes,
    ...(connectTimeoutMs !== undefined && { connectTimeoutMs }),
  };
}
