import type { PersonLogin } from '../../ports';
import { isSameIssuer } from '../metadata/findIssuer';
import { coversUrl } from '../metadata/coversUrl';
import type { GrantPlan } from './GrantPlan';

/**
 * Whether an account that was connected by this plan is one for this login: the same server below the same resource, the same authorization
 * server where the login names one, the same exception, and the same client where that was given with the server. Pure.
 */
export function isForLogin(plan: GrantPlan, login: PersonLogin): boolean {
  return (
    plan.serverId === login.serverId &&
    coversUrl(new URL(plan.resource), new URL(login.serverUrl)) &&
    (login.issuer === undefined || isSameIssuer(plan.named, login.issuer)) &&
    isSameException(plan, login) &&
    isSameClient(plan, login)
  );
}

function isSameException(
  { exception: before }: GrantPlan,
  { issuerException: now }: PersonLogin,
): boolean {
  return (
    before === undefined ||
    (before.named === now?.named && before.says === now.says)
  );
}

function isSameClient(
  { client: before }: GrantPlan,
  { client: now }: PersonLogin,
): boolean {
  if (!now) return before.by !== 'server';
  return (
    before.by === 'server' &&
    before.clientId === now.clientId &&
    before.authentication === now.authentication
  );
}
