import {
  type CapabilityWithServer,
  type FoundServer,
  foundServerSchema,
} from '@sprintconnect/plugin-sprintconnect-common';
import { ProblemError } from '../../http';
import type { RequestContext } from '../../ports';
import { pick } from './pick';
import type { SearchDeps } from './SearchDeps';

const SERVER_FIELDS = Object.keys(foundServerSchema.shape);

/** One capability whole, with its server. Throws a 404 problem, also for what is no longer offered. */
export async function readCapability(
  deps: SearchDeps,
  ctx: RequestContext,
  id: string,
): Promise<CapabilityWithServer> {
  const [found] = await deps.found.find(ctx, [id]);
  if (!found) {
    throw new ProblemError({
      status: 404,
      detail:
        'There is no such capability. GET /v1/discovery/capabilities finds those that you may see.',
    });
  }
  return {
    capability: found.capability,
    server: pick(found.server, SERVER_FIELDS) as FoundServer,
  };
}
