import {
  type TestServer,
  testServerSchema,
} from '@sprintconnect/plugin-sprintconnect-common';
import type { OutgoingCredential, RequestContext } from '../ports';
import { checkServerBody } from './checkServerBody';
import { twoCredentials } from './refusals';
import type { RegistryDeps } from './RegistryDeps';

/** What a connection test connects to, and how long connecting to one of them may take. Absent: the default. */
export type TestTarget = Pick<
  TestServer,
  'remotes' | 'connectTimeoutMs' | 'credentialRef' | 'environment'
> & {
  /** One that was given for this test alone. */
  credential?: OutgoingCredential;
};

/**
 * What to connect to, from the body of a connection test, which is held to the rules of a registration. Throws a 400 problem
 * with every fault, and a 422 problem for the name of a credential that it may not use. Resolves names, and opens no connection.
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
  const { environment, remotes, connectTimeoutMs } = input;
  const { credentialRef, credential: given } = input;
  if (given && credentialRef !== undefined) throw twoCredentials();
  if (credentialRef !== undefined) {
    const named = { credentialRef, environment: environment ?? '', remotes };
    await deps.database.transaction(tx =>
      deps.credentials.requireFitting(tx, ctx, named),
    );
  }
  const credential =
    given &&
    (await deps.credentials.onTrial(ctx, { given, remotes, environment }));
  return {
    environment,
    remotes,
    ...(connectTimeoutMs !== undefined && { connectTimeoutMs }),
    ...(credentialRef !== undefined && { credentialRef }),
    ...(credential && { credential }),
  };
}
