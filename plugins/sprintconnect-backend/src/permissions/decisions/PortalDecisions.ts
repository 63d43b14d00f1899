import type {
  BackstageCredentials,
  PermissionsService,
} from '@backstage/backend-plugin-api';
import {
  type Permission,
  type PolicyDecision,
  type ResourcePermission,
  isResourcePermission,
} from '@backstage/plugin-permission-common';
import { ProblemError } from '../../http';
import { PromiseCache } from '../../pace';
import {
  type Clock,
  type Criteria,
  outageOf,
  type RequestContext,
  isPassing,
} from '../../ports';
import { criteriaOf } from './criteriaOf';

const KNOWN_MAX = 20_000;

/**
 * What the permission framework decides, kept briefly for users: a page asks for the same thing many times. Not for
 * services, which may be restricted differently under one name and are decided about without a request.
 */
export class PortalDecisions {
  readonly #permissions: PermissionsService;
  readonly #known: PromiseCache<Criteria>;

  /** `decisionSeconds` is how long decisions are kept; 0 keeps none. */
  constructor(options: {
    permissions: PermissionsService;
    clock: Clock;
    decisionSeconds: number;
  }) {
    this.#permissions = options.permissions;
    this.#known = new PromiseCache({
      clock: options.clock,
      keptMs: options.decisionSeconds * 1000,
      max: KNOWN_MAX,
    });
  }

  /** One answer for each permission. Rejects when the framework does not answer; a failure is not kept. */
  criteriaOf(
    ctx: RequestContext & { credentials: BackstageCredentials },
    permissions: readonly Permission[],
  ): Promise<Criteria[]> {
    if (ctx.caller.type !== 'user') {
      return this.#ask(ctx.credentials, permissions);
    }
    const keyOf = ({ name }: Permission) =>
      JSON.stringify([ctx.orgId, ctx.caller.ref, name]);
    const byKey = new Map(permissions.map(each => [keyOf(each), each]));
    return this.#known.getAll(permissions.map(keyOf), missing =>
      this.#ask(
        ctx.credentials,
        missing.map(key => byKey.get(key) as Permission),
      ),
    );
  }

  forget(): void {
    this.#known.clear();
  }

  async #ask(
    credentials: BackstageCredentials,
    permissions: readonly Permission[],
  ): Promise<Criteria[]> {
    const onResources = permissions.filter((each): each is ResourcePermission =>
      isResourcePermission(each),
    );
    const basic = permissions.filter(each => !isResourcePermission(each));
    const requests = onResources.map(permission => ({ permission }));
    const [conditional, definitive] = await Promise.all([
      requests.length
        ? this.#permissions.authorizeConditional(requests, { credentials })
        : [],
      basic.length
        ? this.#permissions.authorize(
            basic.map(permission => ({ permission })) as never,
            { credentials },
          )
        : [],
    ]).catch(cause => {
      throw isPassing(cause) && !isThrownByPolicy(cause)
        ? cannotDecide(cause)
        : policyFailed(cause);
    });
    const decisions = new Map<Permission, PolicyDecision>();
    onResources.forEach((each, at) => decisions.set(each, conditional[at]));
    basic.forEach((each, at) => decisions.set(each, definitive[at]));
    try {
      return permissions.map(each =>
        criteriaOf(each, decisions.get(each) as PolicyDecision),
      );
    } catch (cause) {
      throw policyFailed(cause);
    }
  }
}

/**
 * Whether the permission backend answered 500 for another reason than an outage: it does so when the policy throws. A
 * proxy or a plugin that is starting answers 502 to 504.
 */
function isThrownByPolicy(error: unknown): boolean {
  const { name, statusCode } = error as Record<string, unknown>;
  return name === 'ResponseError' && statusCode === 500 && !outageOf(error);
}

function policyFailed(cause: unknown): ProblemError {
  return new ProblemError({
    kind: 'policy-failed',
    detail:
      "The portal's permission policy failed, so SprintConnect can't check your permissions. An administrator can find the cause in the backend log under this request ID.",
    cause,
  });
}

function cannotDecide(cause: unknown): ProblemError {
  return new ProblemError({
    kind: 'portal-unavailable',
    detail:
      "The portal can't check your permissions right now. Try again in a moment.",
    headers: { 'Retry-After': '5' },
    cause,
  });
}
