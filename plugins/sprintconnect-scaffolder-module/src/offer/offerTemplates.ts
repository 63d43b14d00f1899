import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { RootConfigService } from '@backstage/backend-plugin-api';
import type { TemplateEntityV1beta3 } from '@backstage/plugin-scaffolder-common';
import { parse } from 'yaml';
import type { Settings } from '../settings/readSettings';
import { completeTemplate, type Place } from './completeTemplate';
import { hostsOf, publishers } from './publishers';

/** A template as the portal offers it, and the file that its skeleton stands beside. */
export interface OfferedTemplate {
  entity: TemplateEntityV1beta3;
  file: string;
}

/**
 * The templates of the folder, completed for this portal.
 *
 * @param actions - ids of the actions that the scaffolder has
 */
export async function offerTemplates(
  folder: string,
  portal: {
    config: RootConfigService;
    settings: Settings;
    actions: ReadonlySet<string>;
  },
): Promise<OfferedTemplate[]> {
  const { settings } = portal;
  return Promise.all(
    settings.templates.map(async name => {
      const file = join(folder, name, 'template.yaml');
      const template: TemplateEntityV1beta3 = parse(
        await readFile(file, 'utf8'),
      );
      const way =
        name === 'add-mcp-server-to-catalog' ? 'pullRequest' : 'repository';
      const places = placesOf(portal, way);
      return { file, entity: completeTemplate(template, { settings, places }) };
    }),
  );
}

/** Where the portal has both an integration that may write and the action that does. */
function placesOf(
  portal: { config: RootConfigService; actions: ReadonlySet<string> },
  way: 'pullRequest' | 'repository',
): Place[] {
  return publishers.flatMap(publisher => {
    const publish = publisher[way];
    if (!publish || !portal.actions.has(publish.action)) return [];
    const hosts = hostsOf(portal.config, publisher);
    const { kind, title } = publisher;
    return hosts.length > 0 ? [{ kind, title, hosts, publish }] : [];
  });
}
