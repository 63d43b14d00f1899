import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { schedulerServiceFactory } from '@backstage/backend-defaults/scheduler';
import {
  mockCredentials,
  mockServices,
  startTestBackend,
} from '@backstage/backend-test-utils';
import catalogPlugin from '@backstage/plugin-catalog-backend';
import templateEntities from '@backstage/plugin-catalog-backend-module-scaffolder-entity-model';
import scaffolderPlugin from '@backstage/plugin-scaffolder-backend';
import { eventually } from 'testing';
import workshopModule from '..';

/** How the server that the template makes behaves. */
const BEHAVIOURS = {
  steady: `
    import { createServer } from 'node:http';
    import type { Server } from 'node:http';
    const server: Server = createServer((_, res) => res.end(String(process.pid)));
    server.listen(Number(process.env.PORT), process.env.HOST);`,
  broken: `console.error('no such weather'); process.exit(4);`,
  silent: `setInterval(() => {}, 1e6);`,
};
export type Behaviour = keyof typeof BEHAVIOURS;

const TEMPLATE = {
  apiVersion: 'scaffolder.backstage.io/v1beta3',
  kind: 'Template',
  metadata: { name: 'server' },
  spec: {
    type: 'mcp-server',
    parameters: [],
    steps: [
      {
        id: 'fetch',
        action: 'fetch:template',
        input: { url: '${{ parameters.skeleton }}', values: {} },
      },
      {
        id: 'publish',
        action: 'sprintconnect-demo:publish',
        input: { name: '${{ parameters.name }}' },
      },
      {
        id: 'register',
        action: 'catalog:register',
        input: {
          catalogInfoUrl:
            '${{ parameters.elsewhere or steps.publish.output.catalogInfoUrl }}',
        },
      },
    ],
    output: { url: '${{ steps.publish.output.url }}' },
  },
};

const catalogInfoOf = (name: string) => ({
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'API',
  metadata: { name },
  spec: {
    type: 'mcp-server',
    lifecycle: 'experimental',
    owner: 'group:default/platform',
    definition: '{}',
    remotes: [{ type: 'streamable-http', url: 'https://a.example/mcp' }],
  },
});

function writeSkeletons(folder: string) {
  for (const [behaviour, main] of Object.entries(BEHAVIOURS)) {
    mkdirSync(join(folder, behaviour, 'src'), { recursive: true });
    writeFileSync(join(folder, behaviour, 'src/main.ts'), main);
    writeFileSync(join(folder, behaviour, 'package.json'), '{"type":"module"}');
    writeFileSync(
      join(folder, behaviour, 'catalog-info.yaml'),
      JSON.stringify(catalogInfoOf('weather')),
    );
  }
  mkdirSync(join(folder, 'python'));
  writeFileSync(join(folder, 'python/main.py'), 'print()');
}

export interface EndedTask {
  id: string;
  status: string;
  log: string;
  output?: Record<string, unknown>;
}

/** A portal with the real scaffolder, the real catalog and our module, and a template that publishes to the workshop. */
export class PortalWithTemplate {
  readonly #server: { port(): number; stop(): Promise<unknown> };

  constructor(server: { port(): number; stop(): Promise<unknown> }) {
    this.#server = server;
  }

  static async start(workshop: { url: string; folder: string }) {
    const home = mkdtempSync(join(tmpdir(), 'sprintconnect-template-'));
    writeSkeletons(home);
    const template = join(home, 'template.yaml'); // JSON is YAML
    writeFileSync(template, JSON.stringify(TEMPLATE));
    const { host } = new URL(workshop.url);
    const { server } = await startTestBackend({
      features: [
        catalogPlugin,
        templateEntities,
        scaffolderPlugin,
        workshopModule,
        schedulerServiceFactory,
        mockServices.rootConfig.factory({
          data: {
            backend: { reading: { allow: [{ host }] } },
            catalog: {
              processingInterval: { seconds: 1 },
              rules: [{ allow: ['Template', 'API', 'Location'] }],
              locations: [{ type: 'file', target: template }],
            },
            demo: { workshop },
          },
        }),
      ],
    });
    const portal = new PortalWithTemplate(server);
    const ref = '/api/catalog/entities/by-name/template/default/server';
    await eventually(async () => (await portal.ask('GET', ref)).ok);
    return portal;
  }

  ask(method: string, path: string, body?: object) {
    return fetch(`http://127.0.0.1:${this.#server.port()}${path}`, {
      method,
      headers: {
        authorization: mockCredentials.user.header(),
        'content-type': 'application/json',
      },
      body: body && JSON.stringify(body),
    });
  }

  /** Starts a task; answers its id. */
  async create(name: string, does: Behaviour | 'python', elsewhere?: string) {
    const answer = await this.ask('POST', '/api/scaffolder/v2/tasks', {
      templateRef: 'template:default/server',
      values: { name, skeleton: `./${does}`, elsewhere },
    });
    return (await answer.json()).id as string;
  }

  /** Waits until a task has ended. */
  async ended(id: string): Promise<EndedTask> {
    const path = `/api/scaffolder/v2/tasks/${id}`;
    const status = await eventually(async () => {
      const { status: now } = await (await this.ask('GET', path)).json();
      return !/open|processing/.test(now) && (now as string);
    });
    const events = await (await this.ask('GET', `${path}/events`)).json();
    const said = (events as { body: Record<string, unknown> }[]).map(
      ({ body }) => body,
    );
    return {
      id,
      status,
      log: said.map(({ message }) => message).join('\n'),
      output: said.at(-1)?.output as EndedTask['output'],
    };
  }

  /** Runs the template to its end. */
  async run(...task: Parameters<PortalWithTemplate['create']>) {
    return this.ended(await this.create(...task));
  }

  async dryRun(name: string) {
    const main = Buffer.from(BEHAVIOURS.steady).toString('base64');
    const answer = await this.ask('POST', '/api/scaffolder/v2/dry-run', {
      template: TEMPLATE,
      values: { name, skeleton: './steady' },
      directoryContents: [{ path: 'steady/src/main.ts', base64Content: main }],
    });
    return answer.json();
  }

  /** Where the catalog reads entities from, by targets. */
  async locations(): Promise<{ id: string; target: string }[]> {
    const answer = await this.ask('GET', '/api/catalog/locations');
    const all = (await answer.json()) as {
      data: { id: string; target: string; type: string };
    }[];
    return all.map(({ data }) => data).filter(({ type }) => type === 'url');
  }

  /** As the button "Unregister" does. */
  async unregister(id: string) {
    return this.ask('DELETE', `/api/catalog/locations/${id}`);
  }

  stop() {
    return this.#server.stop();
  }
}
