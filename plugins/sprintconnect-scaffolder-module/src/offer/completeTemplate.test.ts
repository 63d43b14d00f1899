import { join } from 'node:path';
import { mockServices } from '@backstage/backend-test-utils';
import {
  templateEntityV1beta3Validator,
  type TemplateEntityV1beta3,
} from '@backstage/plugin-scaffolder-common';
import type { JsonObject } from '@backstage/types';
import {
  readSettings,
  type TemplateName,
  templateNames,
} from '../settings/readSettings';
import { offerTemplates } from './offerTemplates';

const folder = join(__dirname, '../../templates');
const everyAction = [
  'publish:github',
  'publish:github:pull-request',
  'publish:gitlab',
  'publish:gitlab:merge-request',
  'publish:bitbucketCloud',
  'publish:bitbucketCloud:pull-request',
  'publish:bitbucketServer',
  'publish:bitbucketServer:pull-request',
  'publish:gitea',
];
const integrations = {
  github: [{ token: 'a' }, { host: 'ghe.example', apps: [] }],
  gitlab: [{ host: 'gitlab.example', token: 'a' }, { host: 'public.example' }],
  bitbucketCloud: [{ username: 'a', appPassword: 'b' }],
  bitbucketServer: [{ host: 'bitbucket.example', token: 'a' }],
  gitea: [{ host: 'gitea.example', username: 'a', password: 'b' }],
};

async function offered(
  name: TemplateName,
  data: JsonObject = {},
  actions = everyAction,
): Promise<TemplateEntityV1beta3> {
  const config = mockServices.rootConfig({ data });
  const settings = readSettings(config);
  const all = await offerTemplates(folder, {
    config,
    settings,
    actions: new Set(actions),
  });
  const found = all.find(({ entity }) => entity.metadata.name === name);
  expect(found?.file).toBe(join(folder, name, 'template.yaml'));
  return found!.entity;
}

const pages = (template: TemplateEntityV1beta3) =>
  template.spec.parameters as Array<{
    title: string;
    properties: Record<string, JsonObject>;
    not?: object;
  }>;
const property = (template: TemplateEntityV1beta3, name: string) =>
  pages(template).find(page => page.properties[name])?.properties[name];
const ids = (template: TemplateEntityV1beta3) =>
  template.spec.steps.map(({ id }) => id);

describe.each(templateNames)('%s', name => {
  it.each<[string, JsonObject]>([
    [
      'as it stands for one host',
      { integrations: { github: [{ token: 'a' }] } },
    ],
    ['for several hosts', { integrations }],
    ['for none', {}],
    [
      'with a way of its own',
      {
        sprintconnect: {
          scaffolder: {
            publish: { action: 'own:publish', await: true },
            publicUrl: 'https://{name}.example/mcp',
          },
        },
      },
    ],
  ])('is a template of type mcp-server, %s', async (_what, data) => {
    const template = await offered(name, data);
    expect(await templateEntityV1beta3Validator.check(template as never)).toBe(
      true,
    );
    expect(template).toMatchObject({
      metadata: { tags: expect.arrayContaining(['mcp']) },
      spec: { type: 'mcp-server', owner: 'group:default/unknown' },
    });
    expect(template.metadata.title).toBeTruthy();
    expect(template.metadata.description).toBeTruthy();
    const used = template.spec.steps.map(({ id }) => id);
    expect(new Set(used).size).toBe(used.length);
  });

  it('offers the environments of the portal, and is owned as entities without an owner are', async () => {
    const template = await offered(name, {
      integrations,
      sprintconnect: {
        environments: ['test', 'live'],
        defaultEnvironment: 'live',
      },
      catalog: {
        providers: { sprintconnect: { defaultOwner: 'group:default/tools' } },
      },
    });
    expect(property(template, 'environment')).toMatchObject({
      enum: ['test', 'live'],
      default: 'live',
    });
    expect(property(template, 'name')).toMatchObject({
      'ui:field': 'SprintConnectServerName',
      'ui:options': { environmentField: 'environment' },
    });
    expect(template.spec.owner).toBe('group:default/tools');
  });
});

describe('where repositories are published', () => {
  it('is one step for one kind of host', async () => {
    const template = await offered('mcp-server-go', {
      integrations: { gitea: integrations.gitea },
    });
    expect(property(template, 'repoUrl')).toMatchObject({
      'ui:options': { allowedHosts: ['gitea.example'] },
    });
    expect(
      template.spec.steps.find(({ id }) => id === 'publish'),
    ).toMatchObject({
      action: 'publish:gitea',
      input: {
        repoVisibility: 'private',
        repoUrl: '${{ parameters.repoUrl }}',
      },
    });
  });

  it('is a step for each kind of host that has credentials and its action', async () => {
    const template = await offered(
      'mcp-server-typescript',
      { integrations },
      everyAction.filter(each => each !== 'publish:bitbucketServer'),
    );
    expect(property(template, 'repoUrl')).toMatchObject({
      'ui:options': {
        allowedHosts: [
          'github.com',
          'ghe.example',
          'gitlab.example',
          'bitbucket.org',
          'gitea.example',
        ],
      },
    });
    expect(ids(template)).toEqual([
      'prepare',
      'validate',
      'fetch',
      'check',
      'publish-github',
      'publish-gitlab',
      'publish-bitbucketCloud',
      'publish-gitea',
      'catalog',
      'left',
    ]);
    const catalog = template.spec.steps.find(({ id }) => id === 'catalog');
    expect(catalog?.input?.repoContentsUrl).toBe(
      "${{ (steps['publish-github'].output.repoContentsUrl or steps['publish-gitlab'].output.repoContentsUrl or steps['publish-bitbucketCloud'].output.repoContentsUrl or steps['publish-gitea'].output.repoContentsUrl) }}",
    );
  });

  it('is a pull request in the words of each host, which Gitea has none of', async () => {
    const template = await offered('add-mcp-server-to-catalog', {
      integrations,
    });
    const steps = template.spec.steps.filter(({ id }) =>
      id?.startsWith('publish-'),
    );
    expect(
      steps.map(({ action, input }) => [action, Object.keys(input!)]),
    ).toEqual([
      [
        'publish:github:pull-request',
        ['repoUrl', 'branchName', 'title', 'description'],
      ],
      [
        'publish:gitlab:merge-request',
        ['repoUrl', 'branchName', 'title', 'description', 'removeSourceBranch'],
      ],
      [
        'publish:bitbucketCloud:pull-request',
        ['repoUrl', 'sourceBranch', 'title', 'description'],
      ],
      [
        'publish:bitbucketServer:pull-request',
        ['repoUrl', 'sourceBranch', 'title', 'description'],
      ],
    ]);
    expect(JSON.stringify(template.spec.output)).toContain(
      "(steps['publish-github'].output.remoteUrl or steps['publish-gitlab'].output.mergeRequestUrl or steps['publish-bitbucketCloud'].output.pullRequestUrl or steps['publish-bitbucketServer'].output.pullRequestUrl)",
    );
  });

  it.each<[string, JsonObject, string[]]>([
    ['no integration', {}, everyAction],
    [
      'integrations that can only read',
      { integrations: { github: [{}] } },
      everyAction,
    ],
    ['no publish action', { integrations }, []],
  ])(
    'is said to be missing with %s, on a page that nobody can submit',
    async (_what, data, actions) => {
      for (const name of [
        'mcp-server-python',
        'add-mcp-server-to-catalog',
      ] as const) {
        const template = await offered(name, data, actions);
        expect(pages(template)).toHaveLength(1);
        expect(pages(template)[0]).toMatchObject({
          title: 'This portal has no place for repositories yet',
          not: {},
        });
      }
      const register = await offered('register-mcp-server', data, actions);
      expect(pages(register)).toHaveLength(2);
    },
  );

  it('is the action of the portal, which asks for no repository and no address', async () => {
    const scaffolder = {
      publicUrl: 'https://{name}.example/mcp',
      publish: {
        action: 'own:publish',
        input: { team: '${{ parameters.owner }}' },
        await: true,
      },
    };
    const template = await offered('mcp-server-typescript', {
      integrations,
      sprintconnect: { scaffolder },
    });
    expect(property(template, 'repoUrl')).toBeUndefined();
    expect(property(template, 'url')).toBeUndefined();
    expect(property(template, 'authentication')).toBeDefined();
    expect(ids(template)).toEqual([
      'prepare',
      'validate',
      'fetch',
      'check',
      'publish',
      'catalog',
      'await',
      'left',
    ]);
    expect(template.spec.steps[0].input?.url).toBe(
      'https://${{ parameters.name }}.example/mcp',
    );
    expect(template.spec.steps[4]).toEqual({
      id: 'publish',
      name: 'Publish the server',
      action: 'own:publish',
      input: { team: '${{ parameters.owner }}' },
    });
    expect(template.spec.output).toMatchObject({
      serverId: '${{ steps.await.output.serverId }}',
    });
    const byDefault = await offered('mcp-server-go', {
      sprintconnect: {
        scaffolder: { publish: { action: 'own:publish' } },
      },
    });
    expect(byDefault.spec.steps[4].input).toEqual({
      name: '${{ parameters.name }}',
    });
    expect(ids(byDefault)).not.toContain('await');
    expect(property(byDefault, 'url')).toBeDefined();
    // The others are for servers that are there already.
    const add = await offered('add-mcp-server-to-catalog', {
      integrations,
      sprintconnect: { scaffolder },
    });
    expect(property(add, 'url')).toBeDefined();
    expect(ids(add)).toContain('publish-github');
  });
});

it('offers the templates that the configuration names', async () => {
  const config = mockServices.rootConfig({
    data: {
      sprintconnect: { scaffolder: { templates: ['register-mcp-server'] } },
    },
  });
  const all = await offerTemplates(folder, {
    config,
    settings: readSettings(config),
    actions: new Set(),
  });
  expect(all.map(({ entity }) => entity.metadata.name)).toEqual([
    'register-mcp-server',
  ]);
});

it.each<[JsonObject, string]>([
  [{ templates: ['cobol'] }, 'sprintconnect.scaffolder.templates.0'],
  [{ publicUrl: 'https://example.com/mcp' }, 'must be a URL with {name} in it'],
  [{ publish: { await: true } }, 'sprintconnect.scaffolder.publish.action'],
  [{ publishing: {} }, 'publishing'],
])('refuses the configuration %j', (scaffolder, words) => {
  const config = mockServices.rootConfig({
    data: { sprintconnect: { scaffolder } },
  });
  expect(() => readSettings(config)).toThrow(words);
});
