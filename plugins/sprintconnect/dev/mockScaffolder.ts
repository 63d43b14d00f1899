import type { Entity } from '@backstage/catalog-model';
import type {
  LogEvent,
  ScaffolderApi,
  ScaffolderTaskOutput,
} from '@backstage/plugin-scaffolder-react';
import { ago, billing, idOf, weather } from './fixtures';

/** What the backend of the scaffolder knows. */
export interface ScaffolderWorld {
  /** The parameters of every template: one step. */
  parameters: object;
  /** What the task of an id has ended with. */
  outputOf: (taskId: string) => ScaffolderTaskOutput | undefined;
  /** The template of every task. */
  templateRef: string;
}

/** The form of a template that makes a server, as far as it needs us. */
export const serverForm = (options: object = {}) => ({
  type: 'object',
  required: ['name'],
  properties: {
    environment: { type: 'string', title: 'Environment' },
    name: {
      type: 'string',
      title: 'Name',
      'ui:field': 'SprintConnectServerName',
      'ui:options': { environmentField: 'environment', ...options },
    },
  },
});

/** Templates of the dev app. */
export const templates: Entity[] = ['typescript', 'python', 'go'].map(name => ({
  apiVersion: 'scaffolder.backstage.io/v1beta3',
  kind: 'Template',
  metadata: {
    name: `mcp-server-${name}`,
    namespace: 'default',
    title: `MCP server in ${name}`,
    description: 'A tested server with CI, ready to deploy.',
  },
  spec: { type: 'mcp-server', steps: [], owner: 'group:default/platform' },
}));

const link = { title: 'Repository', url: 'https://example.com/repository' };

/** By their ids: a server that is live, one that failed, one that is gone, and one that is deployed later. */
const outputs: Record<string, ScaffolderTaskOutput> = {
  live: { serverId: weather.id, links: [link] },
  failed: { serverId: billing.id, links: [link] },
  gone: { serverId: idOf(999), links: [link] },
  later: { entityRef: 'api:default/harbour', links: [link] },
};

/** The scaffolder without a backend: one form, and tasks that have ended. For dev/ and for tests. */
export function createMockScaffolder(changes: Partial<ScaffolderWorld> = {}) {
  const world: ScaffolderWorld = {
    parameters: serverForm(),
    outputOf: taskId => outputs[taskId],
    templateRef: 'template:default/mcp-server-typescript',
    ...changes,
  };
  const created: unknown[] = [];
  const api: Partial<ScaffolderApi> = {
    getTemplateParameterSchema: async () => ({
      title: 'An MCP server',
      steps: [{ title: 'The server', schema: { ...world.parameters } }],
    }),
    scaffold: async ({ values }) => {
      created.push(values);
      return { taskId: 'live' };
    },
    getTask: async id => ({
      id,
      spec: {
        apiVersion: 'scaffolder.backstage.io/v1beta3',
        parameters: {},
        steps: [],
        output: {},
        templateInfo: { entityRef: world.templateRef },
      },
      status: 'completed',
      lastHeartbeatAt: ago(0),
      createdAt: ago(1),
    }),
    streamLogs: ({ taskId }) =>
      once({
        id: 1,
        taskId,
        createdAt: ago(0),
        type: 'completion',
        body: { message: 'Ended', output: world.outputOf(taskId) },
      }),
  };
  return { api: api as ScaffolderApi, created };
}

type Logs = ReturnType<ScaffolderApi['streamLogs']>;

/** How a task ended: what its type leaves out of the log, the client passes on all the same. */
interface Ending extends LogEvent {
  body: LogEvent['body'] & { output?: ScaffolderTaskOutput };
}

/** A stream of one event, which comes when somebody listens. */
function once(ending: Ending): Logs {
  const subscribe = (observer: { next?: (event: LogEvent) => void }) => {
    const timer = setTimeout(() => observer.next?.(ending));
    return { unsubscribe: () => clearTimeout(timer), closed: false };
  };
  return { subscribe } as unknown as Logs;
}
