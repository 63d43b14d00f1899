import {
  createCredentialSchema,
  type Credential,
  type CredentialInput,
  type Problem,
  problemTypeOf,
  putCredentialSchema,
  rotateCredentialSchema,
  type Server,
  updateCredentialSchema,
} from '@sprintconnect/plugin-sprintconnect-common';
import { newCredential, seenOf } from './credentials';
import { ago } from './moments';
import type { MockWorld } from './mockWorld';

type Answer = { status: number; body?: unknown };
interface Asked {
  params: Record<string, string>;
  query: URLSearchParams;
  body: unknown;
}
type Route = (world: MockWorld, asked: Asked) => Answer;

/** The routes of credentials. `tools` are those of the mock as a whole. */
export function credentialRoutes(tools: {
  list: (all: unknown[], query?: URLSearchParams) => Answer;
  problem: (given: Partial<Problem>) => Answer;
}): Record<string, Route> {
  const { list, problem } = tools;
  const missing = () => problem({ status: 404, title: 'Not found' });
  const shared = (world: MockWorld, id: string) =>
    world.credentials.find(each => each.id === id);
  return {
    'GET /v1/servers/:id/credential': (world, { params }) => {
      const found = ofServer(world, params.id);
      return found ? { status: 200, body: seen(world, found) } : missing();
    },
    'PUT /v1/servers/:id/credential': (world, { params, body }) => {
      const given = putCredentialSchema.parse(body);
      const made = giveOwn(world, params.id, given);
      return { status: 200, body: seen(world, made) };
    },
    'DELETE /v1/servers/:id/credential': (world, { params }) => {
      nameCredential(world, params.id, undefined);
      return { status: 204 };
    },
    'GET /v1/credentials': (world, { query }) =>
      list(
        world.credentials
          .filter(each => each.shared)
          .sort((one, other) => one.name!.localeCompare(other.name!))
          .map(each => seen(world, each)),
        query,
      ),
    'POST /v1/credentials': (world, { body }) => {
      const { credential, ...given } = createCredentialSchema.parse(body);
      if (world.credentials.some(each => each.name === given.name)) {
        return problem({
          type: problemTypeOf('credential-name-taken'),
          status: 409,
          title: 'Conflict',
          detail: `There already is a credential named ${given.name}.`,
          errors: [{ path: 'name', message: 'is already used' }],
        });
      }
      const made = newCredential(world.credentials.length, {
        ...given,
        ...seenOf(credential),
      });
      world.credentials.push(made);
      return { status: 201, body: made };
    },
    'GET /v1/credentials/:id': (world, { params }) => {
      const found = shared(world, params.id);
      return found ? { status: 200, body: seen(world, found) } : missing();
    },
    'PATCH /v1/credentials/:id': (world, { params, body }) => {
      const patch = Object.fromEntries(
        Object.entries(updateCredentialSchema.parse(body)).map(([key, to]) => [
          key,
          to ?? undefined,
        ]),
      );
      const changed = change(world, params.id, patch);
      return { status: 200, body: changed };
    },
    'DELETE /v1/credentials/:id': (world, { params }) => {
      const found = shared(world, params.id);
      const using = found ? usersOf(world, found) : [];
      if (using.length > 0) {
        return problem({
          type: problemTypeOf('credential-in-use'),
          status: 409,
          title: 'Conflict',
          detail: `${using.length} servers use it.`,
        });
      }
      world.credentials = world.credentials.filter(
        each => each.id !== params.id,
      );
      return { status: 204 };
    },
    'POST /v1/credentials/:id/versions': (world, { params, body }) => {
      const given = rotateCredentialSchema.parse(body);
      return { status: 200, body: rotate(world, params.id, given) };
    },
    'DELETE /v1/credentials/:id/versions/previous': (world, { params }) => {
      change(world, params.id, { previous: undefined });
      return { status: 204 };
    },
    'GET /v1/credentials/:id/uses': (world, { params, query }) => {
      const found = shared(world, params.id);
      if (!found) return missing();
      return list(usersOf(world, found).filter(isSeen), query);
    },
  };
}

/** Gives a server a credential of its own, or rotates that. */
export function giveOwn(
  world: MockWorld,
  serverId: string,
  given: { credential: CredentialInput; overlapSeconds?: number },
): Credential {
  const own = world.credentials.find(each => each.serverId === serverId);
  if (own) {
    nameCredential(world, serverId, own.id);
    return rotate(world, own.id, given);
  }
  const server = world.servers.find(each => each.id === serverId);
  const made = newCredential(world.credentials.length, {
    shared: false,
    serverId,
    origins: (server?.remotes ?? []).map(({ url }) => new URL(url).origin),
    uses: 1,
    ...seenOf(given.credential),
  });
  world.credentials.push(made);
  nameCredential(world, serverId, made.id);
  return made;
}

/** Has a server use a credential; a credential of its own goes when it uses another. */
export function nameCredential(
  world: MockWorld,
  serverId: string,
  credentialRef: string | undefined,
) {
  world.servers = world.servers.map(each =>
    each.id === serverId
      ? { ...each, credentialRef, revision: each.revision + 1 }
      : each,
  );
  world.credentials = world.credentials.filter(
    each => each.serverId !== serverId || each.id === credentialRef,
  );
}

/** What a server that asks for a login answers to a test without a credential, or with a wrong one. */
export function refusalOfTest(given: {
  remotes: Array<{ url: string }>;
  credential?: CredentialInput;
  credentialRef?: string;
}): Partial<Problem> | undefined {
  const [{ url }] = given.remotes;
  if (!url.includes('vault.')) return undefined;
  const { credential, credentialRef } = given;
  if (!credential && !credentialRef) {
    return {
      type: problemTypeOf('upstream-login-required'),
      status: 422,
      title: 'Unprocessable Entity',
      detail: `This server asks for a login (HTTP 401 at ${url}). Add a credential.`,
    };
  }
  const isWrong =
    credential?.type === 'bearer' && credential.secret === 'wrong';
  return isWrong
    ? {
        type: problemTypeOf('upstream-auth'),
        status: 422,
        title: 'Unprocessable Entity',
        detail: `The server rejects the credential (HTTP 401 at ${url}).`,
      }
    : undefined;
}

function rotate(
  world: MockWorld,
  id: string,
  given: { credential: CredentialInput; overlapSeconds?: number },
): Credential {
  const before = world.credentials.find(each => each.id === id)!;
  const { overlapSeconds = 0 } = given;
  return change(world, id, {
    ...seenOf(given.credential),
    version: before.version + 1,
    rotatedAt: ago(0),
    previous:
      overlapSeconds > 0
        ? {
            version: before.version,
            type: before.type,
            until: ago(-overlapSeconds / 60),
          }
        : undefined,
  });
}

function change(
  world: MockWorld,
  id: string,
  changes: Partial<Credential>,
): Credential {
  world.credentials = world.credentials.map(each =>
    each.id === id
      ? { ...each, ...changes, revision: each.revision + 1 }
      : each,
  );
  return seen(
    world,
    world.credentials.find(each => each.id === id)!,
  );
}

function ofServer(world: MockWorld, serverId: string): Credential | undefined {
  const ref = world.servers.find(each => each.id === serverId)?.credentialRef;
  return world.credentials.find(
    ({ id, name }) => ref !== undefined && (id === ref || name === ref),
  );
}

function usersOf(world: MockWorld, { id, name }: Credential): Server[] {
  return world.servers.filter(
    ({ credentialRef }) => credentialRef === id || credentialRef === name,
  );
}

/** Of servers of another team the reader sees none. */
function isSeen({ owner }: Server): boolean {
  return owner !== 'group:default/secret';
}

function seen(world: MockWorld, credential: Credential): Credential {
  return { ...credential, uses: usersOf(world, credential).length };
}
