import { join } from 'node:path';
import {
  Client,
  StreamableHTTPClientTransport,
} from '@modelcontextprotocol/client';
import express from 'express';
import {
  coreServices,
  createBackendModule,
  type BackendFeature,
} from '@backstage/backend-plugin-api';
import authPlugin from '@backstage/plugin-auth-backend';
import {
  authProvidersExtensionPoint,
  createProxyAuthenticator,
  createProxyAuthProviderFactory,
} from '@backstage/plugin-auth-node';
import catalogPlugin from '@backstage/plugin-catalog-backend';
import templateModel from '@backstage/plugin-catalog-backend-module-scaffolder-entity-model';
import mcpActionsPlugin from '@backstage/plugin-mcp-actions-backend';
import permissionPlugin from '@backstage/plugin-permission-backend';
import scaffolderPlugin from '@backstage/plugin-scaffolder-backend';
import { type Holding, policyOf } from '../../__testUtils__/narrowed/policyOf';
import { startRealBackend } from '../../__testUtils__/startRealBackend';

/** Gives a token of the portal's own, signed and checked as any, to whomever the request names. */
const signIn = createBackendModule({
  pluginId: 'auth',
  moduleId: 'sign-in-of-a-test',
  register: reg =>
    reg.registerInit({
      deps: { providers: authProvidersExtensionPoint },
      async init({ providers }) {
        providers.registerProvider({
          providerId: 'anybody',
          factory: createProxyAuthProviderFactory({
            authenticator: createProxyAuthenticator({
              defaultProfileTransform: async () => ({ profile: {} }),
              initialize: () => undefined,
              authenticate: async ({ req }) => ({
                result: { name: String(req.get('x-name')) },
              }),
            }),
            signInResolver: async ({ result: { name } }, ctx) => {
              const sub = `user:default/${name}`;
              return ctx.issueToken({ claims: { sub, ent: [sub] } });
            },
          }),
        });
      },
    }),
});

/** Asks us as the scaffolder does for whom it works: by a token of its own, on their behalf. */
const asScaffolder = createBackendModule({
  pluginId: 'scaffolder',
  moduleId: 'asking-of-a-test',
  register: reg =>
    reg.registerInit({
      deps: {
        auth: coreServices.auth,
        discovery: coreServices.discovery,
        httpAuth: coreServices.httpAuth,
        httpRouter: coreServices.httpRouter,
      },
      async init({ auth, discovery, httpAuth, httpRouter }) {
        const router = express.Router();
        router.post(
          '/register-for-a-test',
          express.json(),
          async (req, res) => {
            const { token } = await auth.getPluginRequestToken({
              onBehalfOf: await httpAuth.credentials(req),
              targetPluginId: 'sprintconnect',
            });
            const base = await discovery.getBaseUrl('sprintconnect');
            const answer = await fetch(`${base}/v1/servers`, {
              method: 'POST',
              headers: {
                authorization: `Bearer ${token}`,
                'content-type': 'application/json',
              },
              body: JSON.stringify(req.body),
            });
            res.status(answer.status).json(await answer.json());
          },
        );
        httpRouter.use(router);
      },
    }),
});

/** What an agent or a person sees of a call. */
interface Called {
  isError: boolean;
  text: string;
  output: any;
}

export type AgentPortal = Awaited<ReturnType<typeof startAgentPortal>>;

/** A portal with real sign-in, policy, catalog, scaffolder and MCP door. `people` hold what they are said to, and ada everything. */
export async function startAgentPortal(options: {
  people: Record<string, Holding>;
}) {
  const restoreFetch = answerInThisRealm();
  const { backend, base } = await startRealBackend({
    backend: { actions: { pluginSources: ['sprintconnect'] } },
    root: {
      auth: { providers: { anybody: {} } },
      permission: { enabled: true },
      catalog: {
        rules: [{ allow: ['Template', 'Group'] }],
        locations: [
          { type: 'file', target: join(__dirname, 'template.yaml') },
          { type: 'file', target: join(__dirname, 'group.yaml') },
        ],
      },
    },
    sprintconnect: {
      egress: { allow: [{ host: '127.0.0.1' }] },
      limits: { enabled: false },
    },
    features: [
      authPlugin,
      signIn,
      catalogPlugin,
      templateModel,
      permissionPlugin,
      policyOf(new Map(Object.entries(options.people))),
      scaffolderPlugin,
      asScaffolder,
      mcpActionsPlugin,
    ] as BackendFeature[],
  });
  const origin = new URL(base).origin;
  const tokens = new Map<string, Promise<string>>();

  const tokenOf = (name: string) => {
    const token = tokens.get(name) ?? signInAs(origin, name);
    tokens.set(name, token);
    return token;
  };
  const send = async (
    by: string,
    address: string,
    { method = 'GET', body }: { method?: string; body?: object } = {},
  ) => {
    const response = await fetch(`${origin}/api${address}`, {
      method,
      headers: {
        authorization: `Bearer ${await tokenOf(by)}`,
        ...(body && { 'content-type': 'application/json' }),
      },
      body: body && JSON.stringify(body),
    });
    const text = await response.text();
    return {
      status: response.status,
      body: text ? JSON.parse(text) : undefined,
    } as { status: number; body: any };
  };
  return {
    send,
    tokenOf,
    mcpUrl: `${origin}/api/mcp-actions/v1`,
    stop: async () => {
      await backend.stop();
      restoreFetch();
    },
  };
}

/**
 * jest runs us in a realm of its own, but `fetch` is of the realm outside, and so are the arrays of its `json()`: the scaffolder takes those
 * for arrays of a strange class. Outside of jest there is one realm.
 */
function answerInThisRealm(): () => void {
  const outer = globalThis.fetch;
  globalThis.fetch = async (...asked) => {
    const response = await outer(...asked);
    response.json = async () => JSON.parse(await response.text());
    return response;
  };
  return () => {
    globalThis.fetch = outer;
  };
}

async function signInAs(origin: string, name: string): Promise<string> {
  const response = await fetch(`${origin}/api/auth/anybody/refresh`, {
    headers: { 'x-name': name, 'x-requested-with': 'XMLHttpRequest' },
  });
  const answer = (await response.json()) as {
    backstageIdentity?: { token: string };
  };
  if (!answer.backstageIdentity) throw new Error(JSON.stringify(answer));
  return answer.backstageIdentity.token;
}

/** A real MCP client, as an agent of somebody. */
export async function connectAgent(portal: AgentPortal, name: string) {
  const client = new Client(
    { name: 'agent', version: '1' },
    { versionNegotiation: { mode: 'legacy' } },
  );
  const token = await portal.tokenOf(name);
  await client.connect(
    new StreamableHTTPClientTransport(new URL(portal.mcpUrl), {
      requestInit: { headers: { authorization: `Bearer ${token}` } },
    }),
  );
  return {
    tools: async () => (await client.listTools()).tools,
    async call(action: string, input: object = {}): Promise<Called> {
      const result = await client.callTool({
        name: `sprintconnect.${action}`,
        arguments: input as Record<string, unknown>,
      });
      const [content] = result.content as { text: string }[];
      return {
        isError: result.isError === true,
        text: content.text,
        output: result.structuredContent,
      };
    },
    close: () => client.close(),
  };
}
