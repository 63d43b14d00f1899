import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { mockServices } from '@backstage/backend-test-utils';
import type { JsonObject } from '@backstage/types';
import { stringify } from 'yaml';
import { readSettings } from '../settings/readSettings';
import { offerTemplates } from '../offer/offerTemplates';

const templates = join(__dirname, '../../templates');
const CATALOG_INFO = '${{ values.path }}.njk';

/** The name of the template that {@link writeNewServerTemplate} writes. */
export const NEW_SERVER = 'new-server';

/**
 * Writes the template of a new server, as a portal with this section `sprintconnect` offers it, beside a skeleton of nothing but the catalog
 * file: for tests of what surrounds the skeleton. Gives the configuration of the location.
 */
export async function writeNewServerTemplate(
  folder: string,
  sprintconnect: JsonObject,
): Promise<JsonObject> {
  const config = mockServices.rootConfig({ data: { sprintconnect } });
  const offered = await offerTemplates(templates, {
    config,
    settings: readSettings(config),
    actions: new Set(),
  });
  const { entity } = offered.find(
    each => each.entity.metadata.name === 'mcp-server-typescript',
  )!;
  const file = join(folder, 'template.yaml');
  const skeleton = join(folder, 'skeleton');
  await mkdir(skeleton, { recursive: true });
  const metadata = { ...entity.metadata, name: NEW_SERVER };
  await writeFile(file, stringify({ ...entity, metadata }));
  await copyFile(
    join(templates, 'add-mcp-server-to-catalog/skeleton', CATALOG_INFO),
    join(skeleton, 'catalog-info.yaml.njk'),
  );
  return { type: 'file', target: file, rules: [{ allow: ['Template'] }] };
}
