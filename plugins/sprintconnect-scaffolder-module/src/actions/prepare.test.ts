import { mockServices } from '@backstage/backend-test-utils';
import { ScmIntegrations } from '@backstage/integration';
import { createMockActionContext } from '@backstage/plugin-scaffolder-node-test-utils';
import type { JsonObject } from '@backstage/types';
import { createPrepareAction } from './createPrepareAction';

const config = mockServices.rootConfig({
  data: {
    integrations: {
      bitbucketServer: [
        {
          host: 'bitbucket.example',
          apiBaseUrl: 'https://bitbucket.example/api',
          token: 'a',
        },
      ],
      gitlab: [
        {
          host: 'gitlab.example',
          apiBaseUrl: 'https://gitlab.example/api/v4',
          token: 'a',
        },
      ],
    },
  },
});
const action = createPrepareAction({
  integrations: ScmIntegrations.fromConfig(config),
  now: () => new Date('2031-12-31T23:59:59Z'),
});
const least = {
  name: 'ticket-search',
  owner: 'group:default/platform',
  environment: 'production',
  url: 'https://tickets.example.com/mcp',
};

async function prepare(more: JsonObject = {}): Promise<JsonObject> {
  const output: JsonObject = {};
  await action.handler({
    ...createMockActionContext({ workspacePath: '/nowhere' }),
    input: { ...least, ...more },
    output: ((name: string, value: never) => {
      output[name] = value;
    }) as never,
  });
  return output;
}

describe('sprintconnect:server:prepare', () => {
  it('fills in what was left out', async () => {
    expect(await prepare({ title: '', system: '' })).toEqual({
      values: {
        ...least,
        title: 'ticket-search',
        description: 'The MCP server ticket-search',
        authentication: 'none',
        license: 'Apache-2.0',
        year: '2031',
        copyright: 'platform',
        serverName: 'com.example.tickets/ticket-search',
        repository: undefined,
      },
    });
  });

  it.each([
    ['http://127.0.0.1:7110/mcp', 'localhost/ticket-search'],
    ['http://[::1]:7110/mcp', 'localhost/ticket-search'],
    ['http://localhost:7110/mcp', 'localhost/ticket-search'],
  ])('names a server at %s %s', async (url, serverName) => {
    expect(await prepare({ url })).toMatchObject({ values: { serverName } });
  });

  it.each([
    ['github.com?owner=acme&repo=tickets', 'https://github.com/acme/tickets'],
    [
      'gitlab.example?owner=acme/tools&repo=tickets',
      'https://gitlab.example/acme/tools/tickets',
    ],
    [
      'bitbucket.org?workspace=acme&project=T&repo=tickets',
      'https://bitbucket.org/acme/tickets',
    ],
    [
      'bitbucket.example?project=T&repo=tickets',
      'https://bitbucket.example/projects/T/repos/tickets',
    ],
  ])('finds the page of %s', async (repoUrl, repository) => {
    expect(await prepare({ repoUrl })).toMatchObject({
      repository,
      values: { repository },
    });
  });

  it.each<[JsonObject, string]>([
    [{ name: 'Tickets' }, '- name must be words of a-z and 0-9'],
    [{ name: 'a'.repeat(51) }, '- name '],
    [{ url: 'ftp://a.example' }, '- url '],
    [{ url: 'https://a.example/mcp?key=a' }, "- url can't have a query"],
    [
      { authentication: 'bearer' },
      '- issuer is required for bearer authentication',
    ],
    [{ license: 'GPL' }, '- license '],
    [
      { repoUrl: 'unknown.example?owner=a&repo=b' },
      '- repoUrl unknown.example?owner=a&repo=b is on a host that the portal has no integration for',
    ],
  ])('refuses %j', async (more, words) => {
    await expect(prepare(more)).rejects.toThrow(words);
  });
});
