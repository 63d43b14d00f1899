import { closedAfterTest } from '../../__testUtils__/closedAfterTest';
import type { IssuerSettings } from '../../identity/credentials/IdentitySettings';
import {
  type AccessWorld,
  type AccessWorldOptions,
  openAccess,
} from './openAccess';
import { startIssuer, type TestIssuer } from './startIssuer';

/** A world that takes the tokens of an issuer. */
export async function openIssued(
  more: Partial<IssuerSettings> = {},
  options: AccessWorldOptions = {},
): Promise<AccessWorld & { issuer: TestIssuer }> {
  const issuer = closedAfterTest(await startIssuer());
  const access = await openAccess({
    ...options,
    settings: { issuers: [issuer.settings(more)], ...options.settings },
  });
  return { ...access, issuer };
}
