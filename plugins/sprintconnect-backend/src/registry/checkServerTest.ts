import {
  type TestServer,
  testServerSchema,
} from '@sprintconnect/plugin-sprintconnect-common';
import { checkServerBody } from './checkServerBody';
import { noCredentials } from './refusals';
import type { RegistryDeps } from './RegistryDeps';

/**
 * What to connect to, from the body of a connection test, which is held to the rules of a registration. Throws a 400 problem
 * with every fault, and a 422 problem for one with a credential. Resolves names, and opens no connection.
 */
export async function checkServerTest(
  deps: RegistryDeps,
  body: unknown,
): Promise<Pick<TestServer, 'remotes'>> {
  const input = await checkServerBody(deps, testServerSchema, body);
  if (input.credential) throw noCredentials();
  return { remotes: input.remotes };
}
