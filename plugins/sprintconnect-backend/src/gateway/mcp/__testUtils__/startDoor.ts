import { startForecastServer } from 'upstream';
import {
  eventually,
  openTestDatabase,
  type TestDatabaseId,
} from '../../../__testUtils__';
import {
  startRealBackend,
  TOKEN,
} from '../../../__testUtils__/startRealBackend';

/** Somebody else, who may do as much. */
export const OTHER = { authorization: 'Bearer another-token-for-tests' };
export const AUTHORIZATION = { authorization: `Bearer ${TOKEN}` };

/** A real backend with real servers behind its MCP endpoints. */
export async function startDoor(
  options: {
    id?: TestDatabaseId;
    sprintconnect?: object;
    instances?: number;
  } = {},
) {
  const database = await openTestDatabase({ id: options.id });
  const forecast = await startForecastServer();
  const portals: Awaited<ReturnType<typeof startRealBackend>>[] = [];
  for (let each = 0; each < (options.instances ?? 1); each++) {
    const portal = await startRealBackend({
      database,
      backend: {
        auth: {
          externalAccess: [
            { type: 'static', options: { token: TOKEN, subject: 'agent:a' } },
            {
              type: 'static',
              options: { token: 'another-token-for-tests', subject: 'agent:b' },
            },
          ],
        },
      },
      sprintconnect: {
        egress: { allow: [{ host: '127.0.0.1' }] },
        ...options.sprintconnect,
      },
    });
    portals.push(portal);
  }
  const [{ base }] = portals;
  const rest = async (path: string, body?: object) => {
    const answer = await fetch(base + path, {
      method: body ? 'POST' : 'GET',
      headers: { ...AUTHORIZATION, 'content-type': 'application/json' },
      ...(body && { body: JSON.stringify(body) }),
    });
    return answer.json();
  };
  return {
    database,
    forecast,
    base,
    bases: portals.map(each => each.base),
    rest,
    /** Registers a server and waits until it is discovered; gives its id. */
    async register(
      name: string,
      url: string,
      more: { environment?: string } = {},
    ): Promise<string> {
      const { id } = await rest('/v1/servers', {
        name,
        environment: 'development',
        remotes: [{ type: 'streamable-http', url }],
        ...more,
      });
      await eventually(`a discovery of ${name}`, async () => {
        const found = await rest(`/v1/servers/${id}`);
        return found.lastDiscoveredAt !== undefined;
      });
      return id;
    },
    async stop() {
      for (const { backend } of portals) await backend.stop();
      await forecast.close();
    },
  };
}

export type StartedDoor = Awaited<ReturnType<typeof startDoor>>;
