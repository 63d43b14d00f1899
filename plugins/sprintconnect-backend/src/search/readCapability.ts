import {
  type CapabilityWithServer,
  type FoundServer,
  foundServerSchema,
} from '@sprintconnect/plugin-sprintconnect-common';
import { ProblemError } from '../http';
import type { RequestContext } from '../ports';
import type { ReadScope } from '../records';
import { pick } from './pick';
import type { SearchDeps } from './SearchDeps';

const SERVER_FIELDS = Object.keys(foundServerSchema.shape);

/** One capability whole, with its server. Throws a 404 problem, also for what may not be seen or is no longer offered. */
export async function readCapability(
  deps: SearchDeps,
  ctx: RequestContext,
  { id, readScope }: { id: string; readScope: ReadScope },
): Promise<CapabilityWithServer> {
  const [found] = await deps.found.find(ctx, [id], readScope);
  if (!found) {
    throw new ProblemError({
      status: 404,
      detail:
        'Capability not found. GET /v1/discovery/capabilities lists the capabilities you can see.',
    });
  }
  return {
    capability: found.capability,
    server: pick(found.server, SERVER_FIELDS) as FoundServer,
  };
}
