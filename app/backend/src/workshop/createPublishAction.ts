import { resolveSafeChildPath } from '@backstage/backend-plugin-api';
import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import { isProjectName } from 'workshop';
import type { WorkshopFolder } from 'workshop';
import type { WorkshopClient } from './WorkshopClient';
import { untilRunning } from './untilRunning';

const PATIENCE_MS = 30_000;

/** Waits until a project runs; one that does not is not left behind, unless the catalog has it. Answers the URL of its endpoint. */
async function startOrRemove(
  name: string,
  options: Parameters<typeof untilRunning>[1] & { folder: WorkshopFolder },
) {
  const { folder, say } = options;
  try {
    const { url } = await untilRunning(name, options);
    say(
      `"${name}" answers at ${url}. If a later step fails it stays until you retry this task, or 15 minutes.`,
    );
    return url;
  } catch (error) {
    if (await folder.removeUnregistered(name)) {
      say(`Removed "${name}" from the workshop.`);
    }
    throw error;
  }
}

/**
 * `sprintconnect-demo:publish`: what a template rendered becomes a project of the workshop, in the place of a repository.
 *
 * The name of a project is held by the task that took it, so that a retry of that task finds its own project again, and another
 * task is refused; unlike a checkpoint, that stays true when the project is removed between two tries.
 */
export function createPublishAction(options: {
  folder: WorkshopFolder;
  client: WorkshopClient;
  now: () => Date;
  patienceMs?: number;
}) {
  const { folder, client, now, patienceMs = PATIENCE_MS } = options;
  return createTemplateAction({
    id: 'sprintconnect-demo:publish',
    description:
      'Has the workshop of the demo run the server that a template made, and serve its files.',
    supportsDryRun: true,
    schema: {
      input: {
        name: z =>
          z.string({
            description:
              'The name of the project: lower-case words with dashes between them, at most 50 characters',
          }),
        sourcePath: z =>
          z
            .string({
              description:
                'The folder of the workspace that is published (default: all of it)',
            })
            .optional(),
      },
      output: {
        remoteUrl: z =>
          z.string({ description: 'Where the files of the project are' }),
        catalogInfoUrl: z =>
          z.string({ description: 'Where its catalog-info.yaml is' }),
        url: z =>
          z
            .string({ description: 'Its MCP endpoint; none in a dry run' })
            .optional(),
      },
    },
    async handler(ctx) {
      const { name, sourcePath = '.' } = ctx.input;
      const { logger } = ctx;
      if (!isProjectName(name)) {
        throw new Error(
          `"${name}" can't be the name of a project: use lower-case words with dashes between them, at most 50 characters.`,
        );
      }
      const source = resolveSafeChildPath(ctx.workspacePath, sourcePath);
      ctx.output('remoteUrl', client.remoteUrlOf(name));
      ctx.output('catalogInfoUrl', client.catalogInfoUrlOf(name));
      if (ctx.isDryRun) {
        logger.info(`Dry run: "${name}" would be copied to the workshop.`);
        return;
      }
      await client.requireRunning();
      const owner = ctx.task.id;
      const outcome = await folder.publish(name, { source, owner, at: now() });
      logger.info(
        outcome === 'published'
          ? `Copied "${name}" to the workshop.`
          : `The workshop has "${name}" of this task already.`,
      );
      const url = await startOrRemove(name, {
        ...{ folder, client, patienceMs },
        ...{ signal: ctx.signal, say: words => logger.info(words) },
      });
      ctx.output('url', url);
    },
  });
}
