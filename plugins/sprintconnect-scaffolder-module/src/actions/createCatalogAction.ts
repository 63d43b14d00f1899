import { setTimeout as delay } from 'node:timers/promises';
import {
  ANNOTATION_ORIGIN_LOCATION,
  type Entity,
  stringifyEntityRef,
} from '@backstage/catalog-model';
import { ConflictError, InputError } from '@backstage/errors';
import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import { z } from 'zod';
import type { Asked } from '../checks/Asked';
import { type ActionDeps, askedBy } from './ActionDeps';
import { readInput } from './faultsError';
import { giveOutputs } from './serverOutputs';

const inputSchema = z
  .strictObject({
    catalogInfoUrl: z.url().optional(),
    repoContentsUrl: z.url().optional(),
    catalogInfoPath: z.string().default('/catalog-info.yaml'),
  })
  .refine(
    ({ catalogInfoUrl, repoContentsUrl }) =>
      catalogInfoUrl !== undefined || repoContentsUrl !== undefined,
    'must have either catalogInfoUrl or repoContentsUrl',
  );

/** Hosts of repositories serve a file a moment after it was pushed. In milliseconds. */
const PAUSES_MS = [500, 1500, 4000];

const examples = [
  {
    description: 'Add the servers of a repository that was just published',
    example: `steps:
  - id: catalog
    action: sprintconnect:catalog:register
    input:
      repoContentsUrl: \${{ steps.publish.output.repoContentsUrl }}`,
  },
];

/**
 * `sprintconnect:catalog:register`: as Backstage's own `catalog:register`, but the file is read before the location is written, so that one
 * that can't be used leaves no location behind; and a location that is there already is refreshed, so that the step can be retried.
 */
export function createCatalogAction(deps: ActionDeps) {
  return createTemplateAction({
    id: 'sprintconnect:catalog:register',
    description:
      'Adds a catalog-info.yaml to the catalog. Leaves nothing behind if the file can’t be used, and can be repeated.',
    examples,
    supportsDryRun: true,
    schema: {
      input: {
        catalogInfoUrl: zod =>
          zod.string().describe('URL of the file').optional(),
        repoContentsUrl: zod =>
          zod
            .string()
            .describe('URL of the root of the repository, instead')
            .optional(),
        catalogInfoPath: zod =>
          zod
            .string()
            .describe('Path of the file there. Default: /catalog-info.yaml')
            .optional(),
      },
      output: {
        entityRef: zod =>
          zod.string().describe('The first MCP server of the file').optional(),
        catalogInfoUrl: zod => zod.string().describe('URL of the file'),
      },
    },
    async handler(ctx) {
      if (ctx.isDryRun) {
        ctx.logger.info(
          'Would add the published catalog-info.yaml to the catalog.',
        );
        return;
      }
      const target = urlOf(deps, readInput(inputSchema, ctx.input));
      const asked = await askedBy(deps, ctx);
      const entities = await readAt(asked, target);
      const entityRef = await refOf(asked, entities, target);
      ctx.signal?.throwIfAborted();
      await asked.catalog.addLocation(
        { type: 'url', target, onConflict: 'refresh' },
        asked,
      );
      ctx.logger.info(`The catalog has ${entityRef} from ${target}.`);
      giveOutputs(ctx, { entityRef, catalogInfoUrl: target });
    },
  });
}

function urlOf(
  { integrations }: ActionDeps,
  input: z.output<typeof inputSchema>,
): string {
  const { catalogInfoUrl, repoContentsUrl = '', catalogInfoPath } = input;
  if (catalogInfoUrl) return catalogInfoUrl;
  const integration = integrations.byUrl(repoContentsUrl);
  if (!integration) {
    throw new InputError(
      `The portal has no integration for ${repoContentsUrl}: add one under "integrations" in app-config.`,
    );
  }
  return integration.resolveUrl({
    base: repoContentsUrl,
    url: catalogInfoPath,
  });
}

async function readAt(asked: Asked, target: string): Promise<Entity[]> {
  for (let attempt = 0; ; attempt++) {
    try {
      const { entities } = await asked.catalog.addLocation(
        { type: 'url', target, dryRun: true },
        asked,
      );
      return entities;
    } catch (error) {
      const pause = PAUSES_MS[attempt];
      if (pause === undefined) throw unusable(target, error);
      await delay(pause, undefined, { signal: asked.signal });
    }
  }
}

function unusable(target: string, error: unknown): Error {
  const reason = error instanceof Error ? error.message : String(error);
  return new InputError(
    `The catalog can't use ${target}, so nothing was added to it. Correct the file, then retry this task or register the URL in the catalog. ${reason}`,
  );
}

/** The first MCP server of the file. Throws where the catalog has it from elsewhere, as it would keep that one and this one never show. */
async function refOf(
  { catalog, credentials }: Asked,
  entities: Entity[],
  target: string,
): Promise<string> {
  const entity = entities.find(({ spec }) => spec?.type === 'mcp-server');
  if (!entity) {
    throw new InputError(
      `${target} has no API entity of type mcp-server, so nothing was added to the catalog.`,
    );
  }
  const ref = stringifyEntityRef(entity);
  const known = await catalog.getEntityByRef(ref, { credentials });
  const origin = known?.metadata.annotations?.[ANNOTATION_ORIGIN_LOCATION];
  if (known && origin !== `url:${target}`) {
    throw new ConflictError(
      `The catalog has ${ref} already, from ${origin}, so nothing was added to it. Rename the entity in ${target}, then retry this task; or unregister the other one.`,
    );
  }
  return ref;
}
