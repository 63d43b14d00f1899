import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import { withSignal } from '@sprintconnect/plugin-sprintconnect-common';
import { type ActionDeps, askedBy } from './ActionDeps';
import { awaitFieldsSchema, awaitInputSchema } from './awaitInput';
import { readInput } from './faultsError';
import { followServer } from './followServer';
import {
  giveOutputs,
  outputsOf,
  serverOutput,
  type Zod,
} from './serverOutputs';

const examples = [
  {
    description: 'Wait until a server that was just registered is discovered',
    example: `steps:
  - id: await
    action: sprintconnect:server:await
    input:
      serverId: \${{ steps.register.output.serverId }}
      timeoutSeconds: 60`,
  },
  {
    description:
      'Wait for the server of an entity that was just added to the catalog',
    example: `steps:
  - id: await
    action: sprintconnect:server:await
    input:
      name: weather
      environment: production
      entityRef: \${{ steps.catalog.output.entityRef }}`,
  },
];

const inputs = {
  serverId: (zod: Zod) => zod.string().describe('ID of the server').optional(),
  name: (zod: Zod) =>
    zod.string().describe('Its name, where the ID is not known yet').optional(),
  environment: (zod: Zod) =>
    zod.string().describe('Its environment, with the name').optional(),
  entityRef: (zod: Zod) =>
    zod
      .string()
      .describe(
        'Catalog entity that becomes the server: if the entity is refused, the wait ends with the reason',
      )
      .optional(),
  timeoutSeconds: (zod: Zod) =>
    zod.number().describe('Longest wait, 1 to 600. Default: 120').optional(),
};

/**
 * `sprintconnect:server:await`: waits until SprintConnect knows what a server offers. Fails with the words of the server's own last error as
 * soon as that is final, and otherwise when the time is over. Changes nothing but that it has a server that waits for its discovery
 * looked at at once.
 */
export function createAwaitAction(deps: ActionDeps) {
  return createTemplateAction({
    id: 'sprintconnect:server:await',
    description:
      'Waits until an MCP server is discovered, and says what it offers.',
    examples,
    supportsDryRun: true,
    schema: {
      input: inputs,
      output: serverOutput,
    },
    async handler(ctx) {
      if (ctx.isDryRun) {
        // The step before has registered nothing, so that it gave no ID.
        const { serverId, name, environment, timeoutSeconds } = readInput(
          awaitFieldsSchema,
          ctx.input,
        );
        const who = serverId ?? name ?? 'that a step before registers';
        ctx.logger.info(
          `Would wait up to ${timeoutSeconds} s until the server ${who} is discovered.`,
        );
        giveOutputs(ctx, { name, environment, status: 'planned' });
        return;
      }
      const input = readInput(awaitInputSchema, ctx.input);
      const asked = await askedBy(deps, ctx);
      const ties = {
        sources: [ctx.signal],
        timeoutMs: input.timeoutSeconds * 1000,
      };
      const server = await withSignal(ties, (signal, tied) =>
        followServer(
          { ...asked, signal },
          {
            input,
            logger: ctx.logger,
            isLate: () => tied.isLate,
            idempotencyKey: `scaffolder-${ctx.task.id}-${ctx.step?.id ?? 'await'}`,
          },
        ),
      );
      giveOutputs(ctx, outputsOf(server));
    },
  });
}
