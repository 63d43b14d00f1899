import { z } from 'zod';
import {
  type Server,
  serverNameSchema,
} from '@sprintconnect/plugin-sprintconnect-common';
import type { Judgement, RequestContext } from '../ports';
import type { ActionDeps } from './ActionDeps';

/** How an input names a server. To be refined by {@link requireOneServer}. */
export const serverKey = {
  id: z
    .uuid("isn't a server ID")
    .describe('ID of the server. Or give environment and name')
    .optional(),
  environment: z
    .string()
    .min(1)
    .max(63)
    .describe('Environment of the server, such as production')
    .optional(),
  name: serverNameSchema
    .describe('Name of the server in its environment')
    .optional(),
};

interface ServerKey {
  id?: string;
  environment?: string;
  name?: string;
}

/** Either `id`, or `environment` and `name`. */
export function requireOneServer(
  { id, environment, name }: ServerKey,
  ctx: z.RefinementCtx,
): void {
  const isNamed = environment !== undefined && name !== undefined;
  const isPart = environment !== undefined || name !== undefined;
  if (id !== undefined ? !isPart : isNamed) return;
  ctx.addIssue({
    code: 'custom',
    path: ['id'],
    message: 'is required, or environment and name instead of it',
  });
}

/** The server that an input names. Throws a 404 problem for one that is not there or may not be read. */
export function findServer(
  { registry }: Pick<ActionDeps, 'registry'>,
  ctx: RequestContext,
  { key, readable }: { key: ServerKey; readable: Judgement },
): Promise<Server> {
  const { id, environment = '', name = '' } = key;
  return id === undefined
    ? registry.getServerByName(ctx, { environment, name }, readable)
    : registry.getServer(ctx, id, readable);
}
