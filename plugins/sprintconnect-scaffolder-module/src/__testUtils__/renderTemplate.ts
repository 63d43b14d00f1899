import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { mockServices } from '@backstage/backend-test-utils';
import { ScmIntegrations } from '@backstage/integration';
import { createFetchTemplateAction } from '@backstage/plugin-scaffolder-backend';
import { createMockActionContext } from '@backstage/plugin-scaffolder-node-test-utils';

const templates = join(__dirname, '../../templates');

/** What the templates of new servers hand to their skeletons. */
export type TemplateValues = {
  name: string;
  title: string;
  description: string;
  owner: string;
  system?: string;
  environment: string;
  url: string;
  authentication: 'none' | 'bearer';
  issuer?: string;
  license: 'Apache-2.0' | 'MIT' | 'none';
  year: string;
  copyright: string;
  serverName: string;
  repository?: string;
};

/** Values of a small server; give those that the test is about. */
export function someValues(
  values: Partial<TemplateValues> = {},
): TemplateValues {
  return {
    name: 'weather',
    title: 'Weather',
    description: 'Forecasts for places',
    owner: 'group:default/platform',
    environment: 'production',
    url: 'https://weather.example.com/mcp',
    authentication: 'none',
    license: 'Apache-2.0',
    year: '2026',
    copyright: 'Acme',
    serverName: 'io.github.acme/weather',
    ...values,
  };
}

/**
 * Renders the skeleton of a template into a folder, which must exist, with Backstage's own action and the options that
 * the templates use.
 */
export async function renderTemplate(
  template: string,
  values: TemplateValues,
  folder: string,
): Promise<void> {
  const action = createFetchTemplateAction({
    reader: mockServices.urlReader.mock(),
    integrations: ScmIntegrations.fromConfig(mockServices.rootConfig()),
  });
  const fetched = await mkdtemp(join(tmpdir(), 'skeleton-'));
  try {
    await action.handler({
      ...createMockActionContext({
        workspacePath: folder,
        templateInfo: {
          entityRef: `template:default/${template}`,
          baseUrl: pathToFileURL(join(templates, template, 'template.yaml'))
            .href,
        },
      }),
      createTemporaryDirectory: async () => fetched,
      input: { url: './skeleton', values, templateFileExtension: '.njk' },
    });
  } finally {
    await rm(fetched, { recursive: true, force: true });
  }
}
