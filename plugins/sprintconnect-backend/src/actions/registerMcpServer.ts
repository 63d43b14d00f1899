import { z } from 'zod';
import {
  limits,
  pageOfServer,
  registerServerSchema,
  type Server,
  serverCreatePermission,
  serverSchema,
} from '@sprintconnect/plugin-sprintconnect-common';
import { invalid, parse } from '../http';
import type { Action } from './Action';
import type { ActionDeps } from './ActionDeps';

const idempotencyKeySchema = z
  .string()
  .regex(/^[\x21-\x7e]+$/, 'must be visible ASCII characters')
  .max(limits.idempotencyKeyLength)
  .describe(
    'The same key with the same input registers the server once, for 24 hours',
  )
  .optional();
const keyed = z.looseObject({ idempotencyKey: idempotencyKeySchema });

// Without a credential of its own, which would stand in logs of whoever calls the action. A shared one it names.
const input = registerServerSchema
  .omit({ credential: true })
  .extend({ idempotencyKey: idempotencyKeySchema });
const output = serverSchema
  .pick({
    id: true,
    name: true,
    environment: true,
    status: true,
    origin: true,
    entityRef: true,
  })
  .extend({
    isNew: z
      .boolean()
      .describe('False where an earlier call with this key registered it'),
    path: z.string().describe('Page of the server in the portal'),
    url: z.string().describe('The same as a URL').optional(),
    warnings: z.array(z.string()),
  });

/** Registers a server. */
export function registerMcpServer(deps: ActionDeps): Action {
  return {
    name: 'register-mcp-server',
    title: 'Register an MCP server',
    description:
      'Registers a running MCP server in the portal. What it offers is read right after; get-mcp-server tells the result. Returns the ID, warnings, and the page of the server.',
    isRead: false,
    visibilityPermission: serverCreatePermission,
    input,
    output,
    run: async (ctx, given) => {
      await deps.authorizer.require(ctx, serverCreatePermission);
      const { idempotencyKey, ...body } = parse(keyed, given);
      if ('credential' in body) {
        throw invalid([
          {
            path: 'credential',
            message:
              "isn't taken here, where it would be logged; name a shared one with credentialRef, or add it on the page of the server",
          },
        ]);
      }
      const done = await deps.registry.registerServer(ctx, {
        body,
        idempotencyKey,
      });
      return answerOf(done.result, { isNew: !done.replayed, ...deps });
    },
  };
}

function answerOf(
  server: Server,
  { isNew, portalUrl }: { isNew: boolean; portalUrl?: string },
): z.infer<typeof output> {
  const { id, name, environment, status, origin, entityRef } = server;
  const path = pageOfServer(id);
  return {
    ...{ id, name, environment, status, origin, entityRef, isNew, path },
    ...(portalUrl && { url: portalUrl + path }),
    warnings: warningsOf(server),
  };
}

/** What is allowed and seldom meant. */
function warningsOf({ owner, remotes }: Server): string[] {
  const open = remotes.filter(({ url }) => /^http:/i.test(url));
  return [
    ...(owner === undefined
      ? ['The server has no owner, so nobody is notified when it fails.']
      : []),
    ...open.map(
      ({ url }) => `${new URL(url).origin} is reached without encryption.`,
    ),
  ];
}
