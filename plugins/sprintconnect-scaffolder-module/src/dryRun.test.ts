import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import type { TemplateEntityV1beta3 } from '@backstage/plugin-scaffolder-common';
import type { JsonObject } from '@backstage/types';
import { freePort } from 'testing';
import { hostActions } from './__testUtils__/hostActions';
import { PortalUser } from './__testUtils__/PortalUser';
import { startPortal } from './__testUtils__/startPortal';

jest.setTimeout(180_000);

const templates = join(__dirname, '../templates');

/** The dry run of Backstage runs none of them. */
const publishActions = [
  'publish:github',
  'publish:gitlab',
  'publish:github:pull-request',
  'publish:gitlab:merge-request',
].map(id =>
  createTemplateAction({
    id,
    async handler() {
      throw new Error('A dry run publishes nothing');
    },
  }),
);

/** The files beside a template, by their paths; none where it writes nothing. */
async function skeletonOf(name: string): Promise<Record<string, string>> {
  const folder = join(templates, name, 'skeleton');
  if (!existsSync(folder)) return {};
  const entries = await readdir(folder, {
    recursive: true,
    withFileTypes: true,
  });
  const files = entries
    .filter(entry => entry.isFile())
    .map(entry => join(entry.parentPath, entry.name));
  const texts = files.map(async file => [
    join('skeleton', relative(folder, file)),
    await readFile(file, 'utf8'),
  ]);
  return Object.fromEntries(await Promise.all(texts));
}

const answers: JsonObject = {
  name: 'weather',
  environment: 'production',
  owner: 'group:default/platform',
  url: 'https://weather.example.invalid/mcp',
  authentication: 'none',
  license: 'Apache-2.0',
  repoUrl: 'github.com?owner=acme&repo=weather',
  path: 'catalog-info.yaml',
  transport: 'streamable-http',
};
const sets: Array<[string, JsonObject]> = [
  ['as few answers as there may be', {}],
  [
    'every answer',
    {
      title: 'Weather',
      description: 'Forecasts',
      license: 'MIT',
      copyright: 'Acme',
      authentication: 'bearer',
      issuer: 'https://login.example.com',
    },
  ],
  [
    'texts of odd characters',
    {
      title: `a "b" \\ 'c': # {{ d }} \${{ e }} </script> 🙂`,
      description: `- x: "y" \\n %} \${{ values.name }}`,
    },
  ],
  [
    'another host',
    {
      repoUrl: 'gitlab.example?owner=acme/tools&repo=weather',
      license: 'none',
    },
  ],
];

describe('the dry run of Backstage', () => {
  let portal: Awaited<ReturnType<typeof startPortal>>;
  let ada: PortalUser;

  beforeAll(async () => {
    portal = await startPortal({
      port: await freePort(),
      config: {
        integrations: {
          github: [{ host: 'github.com', token: 'a' }],
          gitlab: [
            {
              host: 'gitlab.example',
              apiBaseUrl: 'https://gitlab.example/api/v4',
              token: 'a',
            },
          ],
        },
      },
      features: [hostActions(...publishActions)],
    });
    ada = new PortalUser(portal.base);
    await ada.foundEntity('group', 'platform');
    await ada.foundEntity('template', 'mcp-server-go');
  });
  afterAll(async () => {
    await portal.backend.stop();
  });

  describe.each([
    'mcp-server-typescript',
    'mcp-server-python',
    'mcp-server-go',
    'add-mcp-server-to-catalog',
  ])('renders %s', name => {
    it.each(sets)('with %s', async (_what, more) => {
      const template = (await ada.entity(
        'template',
        name,
      )) as TemplateEntityV1beta3;
      const ran = await ada.dryRun(
        template,
        { ...answers, ...more },
        await skeletonOf(name),
      );
      expect(ran.answer.error?.message).toBeUndefined();
      expect(ran.status).toBe(200);
      expect(ran.log).toContain('Checked weather: it can be used.');
      const text = (
        ran.answer.directoryContents as Array<{
          path: string;
          base64Content: string;
        }>
      )
        .filter(({ path }) => path === 'catalog-info.yaml')
        .map(({ base64Content }) =>
          Buffer.from(base64Content, 'base64').toString(),
        )
        .join('');
      expect(text).toContain('name: weather');
      expect(text).toContain('https://weather.example.invalid/mcp');
      // Of two hosts only the one that was answered is published to.
      const isGithub = !JSON.stringify(more).includes('gitlab');
      expect(ran.log).toContain(
        `Skipping because publish:${isGithub ? 'github' : 'gitlab'}`,
      );
      expect(ran.log).not.toContain(
        `Skipping because publish:${isGithub ? 'gitlab' : 'github'}`,
      );
      expect(await ada.servers()).toEqual([]);
      expect(await ada.locations()).toEqual([]);
    });

    it('refuses answers that the form would not take', async () => {
      const template = await ada.entity('template', name);
      const ran = await ada.dryRun(
        template!,
        { ...answers, name: 'Weather!' },
        await skeletonOf(name),
      );
      expect(ran.status).toBe(400);
      expect(JSON.stringify(ran.answer)).toContain('name');
    });
  });

  it('runs register-mcp-server, and registers nothing', async () => {
    const template = await ada.entity('template', 'register-mcp-server');
    const ran = await ada.dryRun(template!, answers);
    expect(ran.answer.error?.message).toBeUndefined();
    expect(ran.log).toContain(
      'Would register the server weather in production',
    );
    expect(await ada.servers()).toEqual([]);
  });
});

describe('a portal that can publish nowhere', () => {
  it('takes no answers for a template that would', async () => {
    const portal = await startPortal({ port: await freePort() });
    try {
      const ada = new PortalUser(portal.base);
      const template = await ada.foundEntity('template', 'mcp-server-python');
      const ran = await ada.dryRun(template, answers);
      expect(ran.status).toBe(400);
      await expect(ada.start('mcp-server-python', answers)).rejects.toThrow();
    } finally {
      await portal.backend.stop();
    }
  });
});
