import {
  pageOfServer,
  type Server,
} from '@sprintconnect/plugin-sprintconnect-common';
import type { z } from 'zod/v3';

/** What the scaffolder describes inputs and outputs by. */
export type Zod = typeof z;

/** What the actions about one server give. `tools` and its like are counts, 0 until the server was discovered. */
export const serverOutput = {
  serverId: (zod: Zod) =>
    zod
      .string()
      .describe('ID of the server. Absent where it is not known yet')
      .optional(),
  name: (zod: Zod) => zod.string().describe('Name of the server'),
  environment: (zod: Zod) => zod.string().describe('Its environment'),
  status: (zod: Zod) =>
    zod.string().describe('Such as active; planned in a dry run'),
  health: (zod: Zod) =>
    zod.string().describe('Such as healthy, or unknown').optional(),
  entityRef: (zod: Zod) =>
    zod.string().describe('Reference of its catalog entity').optional(),
  pageUrl: (zod: Zod) =>
    zod
      .string()
      .describe("Its page, relative to the portal's base URL")
      .optional(),
  tools: (zod: Zod) => zod.number().describe('Count of its tools').optional(),
  resources: (zod: Zod) =>
    zod.number().describe('Count of its resources').optional(),
  prompts: (zod: Zod) =>
    zod.number().describe('Count of its prompts').optional(),
};

/** The outputs that tell of a server in the registry. */
export function outputsOf(server: Server) {
  const { id, name, environment, status, health, entityRef, counts } = server;
  return {
    serverId: id,
    name,
    environment,
    status,
    health: health.status,
    entityRef,
    pageUrl: pageOfServer(id),
    tools: counts.tools,
    resources: counts.resources + counts.resourceTemplates,
    prompts: counts.prompts,
  };
}

/** Gives each output; what is undefined stays away. */
export function giveOutputs(
  ctx: { output(name: string, value: never): void },
  outputs: Record<string, unknown>,
): void {
  for (const [name, value] of Object.entries(outputs)) {
    if (value !== undefined) ctx.output(name, value as never);
  }
}
