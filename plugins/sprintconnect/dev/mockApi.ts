import {
  type ApiKey,
  type Job,
  type Problem,
  registerServerSchema,
  type Server,
  type ServerAccess,
  serverDeletePermission,
  serverUpdatePermission,
  type ServerTest,
  SprintConnectClient,
  problemTypeOf,
  testServerSchema,
  updateServerSchema,
} from '@sprintconnect/plugin-sprintconnect-common';
import {
  administrator,
  apiKeys,
  bindingOf,
  issueKey,
  organization,
  roleBindings,
  rotateKey,
} from './access';
import { anonymousRecords, auditRecords, filterAudit } from './audit';
import { callRecords, findCall, visibleCalls } from './calls';
import { connectionRoutes, connections } from './connections';
import { credentials } from './credentials';
import {
  changedRule,
  checkOf,
  egressAttempts,
  egressRules,
  egressSettings,
  newRule,
} from './egress';
import { healthOf, historyOf, summaryOf } from './health';
import {
  ago,
  idOf,
  serverOf,
  servers,
  weather,
  weatherCapabilities,
  weatherChanges,
  weatherSnapshots,
} from './fixtures';
import { answerCall } from './mockCalls';
import {
  credentialRoutes,
  giveOwn,
  nameCredential,
  refusalOfTest,
} from './mockCredentials';
import { foundServer, searchCapabilities } from './mockSearch';
import type { MockWorld } from './mockWorld';
import { searchable } from './searchFixtures';

type Params = Record<string, string>;
interface Asked {
  params: Params;
  query: URLSearchParams;
  body: unknown;
  /** As the header has it. */
  ifMatch?: string;
}
type Answer = { status: number; body?: unknown };

/** The REST contract over data in memory, spoken by the real client: for dev/, for tests, for screenshots. */
export function createMockApi(changes: Partial<MockWorld> = {}) {
  const world: MockWorld = {
    servers: [...servers],
    capabilities: [...weatherCapabilities],
    searchable: [...searchable],
    snapshots: [...weatherSnapshots],
    changes: [...weatherChanges],
    health: new Map(),
    summaries: new Map(),
    jobs: new Map(),
    audit: [...auditRecords],
    calls: [...callRecords],
    results: new Map(),
    apiKeys: [...apiKeys],
    credentials: [...credentials],
    connections: [...connections],
    revokes: true,
    roleBindings: [...roleBindings],
    egressRules: [...egressRules],
    egressAttempts: [...egressAttempts],
    me: administrator,
    refusals: new Map(),
    requests: [],
    ...changes,
  };
  const answer = async (url: string, init?: RequestInit) => {
    // As Chromium says it.
    if (world.unreachable) throw new TypeError('Failed to fetch');
    return respond(world, url, init);
  };
  const client = new SprintConnectClient({
    baseUrl: 'http://mock',
    fetch: answer,
  });
  return { world, client, answer };
}

const routes: Record<string, (world: MockWorld, asked: Asked) => Answer> = {
  'GET /v1/me': world => ({ status: 200, body: world.me }),
  'GET /v1/api-keys': (world, { query }) => list(world.apiKeys, query),
  'POST /v1/api-keys': (world, { body }) => {
    const issued = issueKey(body, world.apiKeys.length);
    const { secret: _, ...kept } = issued;
    world.apiKeys = [kept, ...world.apiKeys];
    return { status: 201, body: issued };
  },
  'POST /v1/api-keys/:id/rotate': (world, { params, body }) => {
    const key = world.apiKeys.find(each => each.id === params.id);
    if (!key) return problem({ status: 404, detail: 'No such key.' });
    const issued = rotateKey(key, body);
    const { secret: _, ...kept } = issued;
    changeKey(world, params.id, kept);
    return { status: 200, body: issued };
  },
  'DELETE /v1/api-keys/:id': (world, { params }) => {
    changeKey(world, params.id, { status: 'revoked', revokedAt: ago(0) });
    return { status: 204 };
  },
  'GET /v1/role-bindings': (world, { query }) =>
    list(
      world.roleBindings.filter(
        ({ subject, role }) =>
          subject.includes(query.get('q') ?? '') &&
          role === (query.get('role') ?? role),
      ),
      query,
    ),
  'POST /v1/role-bindings': (world, { body }) => {
    const binding = bindingOf(body, world.roleBindings.length);
    world.roleBindings.push(binding);
    return { status: 201, body: binding };
  },
  'DELETE /v1/role-bindings/:id': (world, { params }) => {
    world.roleBindings = world.roleBindings.filter(
      each => each.id !== params.id,
    );
    return { status: 204 };
  },
  'GET /v1/egress/rules': (world, { query }) => list(world.egressRules, query),
  'POST /v1/egress/rules': (world, { body }) => {
    const rule = newRule(body, world.egressRules.length);
    world.egressRules = [rule, ...world.egressRules];
    return { status: 201, body: rule };
  },
  'PATCH /v1/egress/rules/:id': (world, { params, body }) => {
    world.egressRules = world.egressRules.map(each =>
      each.id === params.id ? changedRule(each, body) : each,
    );
    const rule = world.egressRules.find(({ id }) => id === params.id);
    return { status: 200, body: rule };
  },
  'DELETE /v1/egress/rules/:id': (world, { params }) => {
    world.egressRules = world.egressRules.filter(({ id }) => id !== params.id);
    return { status: 204 };
  },
  'POST /v1/egress/check': (world, { body }) => ({
    status: 200,
    body: checkOf(body, world.egressRules),
  }),
  'GET /v1/egress/settings': () => ({ status: 200, body: egressSettings }),
  'GET /v1/egress/attempts': world => ({
    status: 200,
    body: { from: ago(24 * 60), items: world.egressAttempts },
  }),
  'GET /v1/organization': world => ({
    status: 200,
    body: {
      ...organization,
      counts: {
        servers: world.servers.length,
        apiKeys: world.apiKeys.length,
        roleBindings: world.roleBindings.length,
      },
    },
  }),
  'GET /v1/audit': listAudit,
  'GET /v1/audit/export': (world, { query }) => ({
    status: 200,
    body: filterAudit(world.audit, query),
  }),
  'GET /v1/calls': (world, { query }) =>
    list(visibleCalls(world, query), query),
  'GET /v1/calls/:id': (world, { params }) => {
    const call = findCall(world, params.id);
    return call
      ? { status: 200, body: call }
      : problem({ status: 404, title: 'Not found', detail: '' });
  },
  'GET /v1/servers': listServers,
  'POST /v1/servers': registerServer,
  'GET /v1/servers/facets': facets,
  'GET /v1/servers/health-summaries': (world, { query }) => ({
    status: 200,
    body: {
      items: (query.get('ids') ?? '')
        .split(',')
        .filter(id => world.servers.some(each => each.id === id))
        .map(id => world.summaries.get(id) ?? summaryOf(id)),
    },
  }),
  'POST /v1/servers/test': testServer,
  'GET /v1/servers/by-name/:environment/:name': getServerByName,
  'GET /v1/servers/:id': getServer,
  'PATCH /v1/servers/:id': updateServer,
  'GET /v1/servers/:id/health': (world, { params }) => ({
    status: 200,
    body: world.health.get(params.id) ?? healthOf(params.id),
  }),
  'GET /v1/servers/:id/health/history': (_, { params, query }) => ({
    status: 200,
    body: historyOf(params.id, query),
  }),
  'POST /v1/servers/:id/probe': probe,
  'DELETE /v1/servers/:id': (world, { params }) => {
    replace(world, params.id, each => ({ ...each, status: 'retired' }));
    return { status: 204 };
  },
  'POST /v1/servers/:id/drift/acknowledge': (world, { params }) => {
    replace(world, params.id, each => ({ ...each, drift: undefined }));
    const body = world.servers.find(each => each.id === params.id);
    return { status: 200, body };
  },
  'POST /v1/servers/:id/discover': discover,
  'GET /v1/servers/:id/capabilities': listCapabilities,
  'GET /v1/servers/:id/snapshots': (world, { params }) =>
    list(world.snapshots.filter(each => each.serverId === params.id)),
  'GET /v1/servers/:id/snapshots/:from/diff/:to': (world, { params }) => {
    const same = params.from === params.to;
    return {
      status: 200,
      body: {
        serverId: params.id,
        from: Number(params.from),
        to: Number(params.to),
        identical: same,
        severity: same ? 'info' : 'critical',
        changes: same ? [] : world.changes,
      },
    };
  },
  ...credentialRoutes({ list, problem }),
  ...connectionRoutes(problem),
  'GET /v1/jobs/:id': getJob,
  'GET /v1/discovery/capabilities': (world, { query }) => {
    const answer = list(searchCapabilities(world, query), query);
    const { degraded } = world;
    return { ...answer, body: { ...(answer.body as object), degraded } };
  },
  'GET /v1/discovery/capabilities/:id': (world, { params }) => {
    const found = world.searchable.find(each => each.id === params.id);
    const server = world.servers.find(each => each.id === found?.serverId);
    if (!found || !server) {
      return problem({ status: 404, title: 'Not found', detail: '' });
    }
    return {
      status: 200,
      body: { capability: found, server: foundServer(server) },
    };
  },
};

function respond(
  world: MockWorld,
  text: string,
  init?: RequestInit,
): Response | Promise<Response> {
  const url = new URL(text);
  const method = init?.method ?? 'GET';
  world.requests.push(`${method} ${url.pathname}${url.search}`);
  const called = method === 'POST' && answerCall(world, url, init);
  if (called) return called;
  for (const [route, answer] of Object.entries(routes)) {
    const params = match(route, `${method} ${url.pathname}`);
    if (!params) continue;
    const refusal = world.refusals.get(route);
    if (refusal) return toResponse(problem(refusal));
    const body = init?.body ? JSON.parse(String(init.body)) : undefined;
    const ifMatch = new Headers(init?.headers).get('If-Match') ?? undefined;
    const query = url.searchParams;
    return toResponse(answer(world, { params, query, body, ifMatch }));
  }
  return toResponse(
    problem({ status: 404, detail: `No route ${url.pathname}` }),
  );
}

function match(route: string, asked: string): Params | undefined {
  const names = [...route.matchAll(/:(\w+)/g)].map(each => each[1]);
  const pattern = route.replace(/:\w+/g, '([^/]+)');
  const found = new RegExp(`^${pattern}$`).exec(asked);
  if (!found) return undefined;
  // `facets` is a route of its own and no id.
  if (route.includes(':id') && found[1] === 'facets') return undefined;
  return Object.fromEntries(
    names.map((name, at) => [name, decodeURIComponent(found[at + 1])]),
  );
}

function problem(given: Partial<Problem>): Answer {
  const status = given.status ?? 500;
  return {
    status,
    body: {
      type: 'about:blank',
      title: 'The request failed',
      detail: 'The mock was told to refuse.',
      instance: '',
      requestId: 'mock-request-1',
      ...given,
      status,
    },
  };
}

function toResponse({ status, body }: Answer): Response {
  const type = status >= 400 ? 'application/problem+json' : 'application/json';
  return new Response(body === undefined ? null : JSON.stringify(body), {
    status,
    headers: { 'content-type': type },
  });
}

function list<T>(all: T[], query = new URLSearchParams()): Answer {
  const start = Number(query.get('cursor') ?? 0);
  const end = start + Number(query.get('limit') ?? 50);
  const fields = query.get('fields')?.split(',');
  const pick = (item: T) =>
    fields
      ? Object.fromEntries(
          Object.entries(item as object).filter(([key]) =>
            fields.includes(key),
          ),
        )
      : item;
  return {
    status: 200,
    body: {
      items: all.slice(start, end).map(pick),
      nextCursor: end < all.length ? String(end) : undefined,
      totalItems: query.get('count') ? all.length : undefined,
    },
  };
}

const facetOf: Record<string, (server: Server) => string[]> = {
  environment: each => [each.environment],
  status: each => [each.status],
  health: each => [each.health.status],
  owner: each => (each.owner ? [each.owner] : []),
  tag: each => each.tags,
  lifecycle: each => (each.lifecycle ? [each.lifecycle] : []),
  origin: each => [each.origin],
};

function matching(world: MockWorld, query: URLSearchParams, but?: string) {
  const q = query.get('q')?.toLowerCase() ?? '';
  const entityRefs = query.get('entityRef')?.split(',');
  return world.servers
    .filter(each => query.has('status') || each.status !== 'retired')
    .filter(each => !entityRefs || entityRefs.includes(each.entityRef))
    .filter(({ name, title, description }) =>
      `${name} ${title} ${description}`.toLowerCase().includes(q),
    )
    .filter(each =>
      Object.entries(facetOf).every(([facet, valuesOf]) => {
        const wanted = query.get(facet)?.split(',');
        if (!wanted || facet === but) return true;
        return valuesOf(each).some(value => wanted.includes(value));
      }),
    );
}

function changeKey(world: MockWorld, id: string, changes: Partial<ApiKey>) {
  world.apiKeys = world.apiKeys.map(each =>
    each.id === id ? { ...each, ...changes } : each,
  );
}

function listAudit(world: MockWorld, { query }: Asked): Answer {
  const log = query.get('anonymous') ? anonymousRecords : world.audit;
  return list(filterAudit(log, query), query);
}

const worstFirst = [
  'unhealthy',
  'degraded',
  'login-required',
  'unknown',
  'healthy',
];
const keyOf: Record<string, (server: Server) => string> = {
  name: each => each.name,
  health: each => String(worstFirst.indexOf(each.health.status)),
  lastDiscoveredAt: each => each.lastDiscoveredAt ?? '',
  tools: each => String(each.counts.tools),
};

function listServers(world: MockWorld, { query }: Asked): Answer {
  const found = matching(world, query);
  const orderBy = query.get('orderBy') ?? 'name';
  const key = keyOf[orderBy.replace('-', '')];
  found.sort(
    (one, other) =>
      key(one).localeCompare(key(other), 'en', { numeric: true }) ||
      one.id.localeCompare(other.id),
  );
  if (orderBy.startsWith('-')) found.reverse();
  return list(found, query);
}

function facets(world: MockWorld, { query }: Asked): Answer {
  const counted = Object.entries(facetOf).map(([facet, valuesOf]) => {
    const counts = new Map<string, number>();
    for (const value of matching(world, query, facet).flatMap(valuesOf)) {
      counts.set(value, (counts.get(value) ?? 0) + 1);
    }
    const values = [...counts].map(([value, count]) => ({ value, count }));
    return [facet, values];
  });
  return { status: 200, body: Object.fromEntries(counted) };
}

function registerServer(world: MockWorld, { body }: Asked): Answer {
  const given = registerServerSchema.parse(body);
  const taken = world.servers.some(
    each => each.name === given.name && each.environment === given.environment,
  );
  if (taken) {
    return problem({
      type: problemTypeOf('name-taken'),
      status: 409,
      title: 'Conflict',
      detail: `${given.environment} already has a server named ${given.name}. Choose another name, or retire that server first.`,
      errors: [{ path: 'name', message: 'is already used' }],
    });
  }
  const { credential, ...rest } = given;
  const server = serverOf({
    ...rest,
    id: idOf(500 + world.servers.length),
    createdAt: ago(0),
  });
  world.servers.push(server);
  if (credential) giveOwn(world, server.id, { credential });
  const kept = world.servers.find(each => each.id === server.id);
  return { status: 201, body: kept };
}

/** Any address answers as the weather does, but for those that are named after a failure. */
function testServer(_world: MockWorld, { body }: Asked): Answer {
  const given = testServerSchema.parse(body);
  const { url } = given.remotes[0];
  const refusal = refusalOfTest(given);
  if (refusal) return problem(refusal);
  if (url.includes('down.')) {
    return problem({
      status: 502,
      title: 'Bad Gateway',
      detail: `${url}: the host refuses the connection on port 443`,
    });
  }
  const tools = weatherCapabilities.filter(({ kind }) => kind === 'tool');
  const answer: ServerTest = {
    remote: 0,
    era: 'modern',
    protocolVersion: '2026-07-28',
    serverInfo: weather.serverInfo,
    counts: { ...weather.counts, tools: 12 },
    tools: tools.map(({ name, title, description }) => ({
      name,
      title,
      description,
    })),
  };
  return { status: 200, body: answer };
}

function updateServer(world: MockWorld, asked: Asked): Answer {
  const server = world.servers.find(each => each.id === asked.params.id);
  if (!server) return problem({ status: 404, title: 'Not found', detail: '' });
  if (asked.ifMatch !== `"${server.revision}"`) {
    return problem({ status: 412, title: 'Precondition Failed', detail: '' });
  }
  const { credential, credentialRef, ...patch } = updateServerSchema.parse(
    asked.body,
  );
  const calls = patch.calls && said({ ...server.calls, ...patch.calls });
  const changed = {
    ...(said({
      ...server,
      ...patch,
      ...(calls && {
        calls: Object.keys(calls).length > 0 ? calls : null,
      }),
    }) as Server),
    revision: server.revision + 1,
  };
  replace(world, server.id, () => changed);
  if (credential) giveOwn(world, server.id, { credential });
  if (credentialRef !== undefined) {
    nameCredential(world, server.id, credentialRef ?? undefined);
  }
  const body = world.servers.find(each => each.id === server.id);
  return { status: 200, body };
}

/** What a merge patch leaves (RFC 7396). */
function said(object: object): object {
  return Object.fromEntries(
    Object.entries(object).filter(([, value]) => value !== null),
  );
}

/** A server that was never discovered is found discovered when it is asked for the third time. */
const asked = new WeakMap<Server, number>();

function getServer(world: MockWorld, { params }: Asked): Answer {
  const server = world.servers.find(each => each.id === params.id);
  if (!server) return problem({ status: 404, title: 'Not found', detail: '' });
  const times = (asked.get(server) ?? 0) + 1;
  asked.set(server, times);
  const first = !server.lastDiscoveredAt && !server.lastError;
  if (first && times === 3) discovered(world, server.id);
  return { status: 200, body: { access: accessOf(world), ...server } };
}

/** Everywhere the same, unless the server itself says otherwise. */
function accessOf({ me }: MockWorld): ServerAccess {
  const update = me.permissions.includes(serverUpdatePermission.name);
  return {
    update,
    discover: update,
    probe: update,
    delete: me.permissions.includes(serverDeletePermission.name),
  };
}

function getServerByName(world: MockWorld, { params }: Asked): Answer {
  const found = world.servers.find(
    ({ name, environment, status }) =>
      name === params.name &&
      environment === params.environment &&
      status !== 'retired',
  );
  return found
    ? { status: 200, body: { access: accessOf(world), ...found } }
    : problem({ status: 404, title: 'Not found', detail: '' });
}

function discovered(world: MockWorld, id: string) {
  replace(world, id, each => ({
    ...each,
    era: each.era ?? 'modern',
    protocolVersion: each.protocolVersion ?? '2026-07-28',
    counts: each.snapshot.current ? each.counts : weather.counts,
    snapshot: { current: each.snapshot.current ?? 1 },
    lastDiscoveredAt: ago(0),
    lastError: undefined,
  }));
}

function replace(world: MockWorld, id: string, by: (each: Server) => Server) {
  world.servers = world.servers.map(each => (each.id === id ? by(each) : each));
}

/** Each time the job is asked for it has come one step further. */
function discover(world: MockWorld, { params }: Asked): Answer {
  const jobId = idOf(9000 + world.jobs.size);
  const current = world.servers.find(each => each.id === params.id)?.snapshot;
  world.jobs.set(jobId, {
    serverId: params.id,
    steps: [
      { state: 'queued' },
      {
        state: 'running',
        progress: { done: 1, total: 5, message: 'Connecting' },
      },
      {
        state: 'running',
        progress: { done: 3, total: 5, message: 'Listing resources' },
      },
      {
        state: 'succeeded',
        result: { version: current?.current ?? 1, changed: false },
      },
    ],
  });
  return { status: 202, body: { jobId } };
}

function probe(world: MockWorld, { params }: Asked): Answer {
  const jobId = idOf(9000 + world.jobs.size);
  world.jobs.set(jobId, {
    serverId: params.id,
    kind: 'probe-server',
    steps: [
      { state: 'running' },
      { state: 'succeeded', result: probeResult(world, params.id) },
    ],
  });
  return { status: 202, body: { jobId } };
}

/** As its story says that the server is. */
function probeResult(world: MockWorld, id: string) {
  const { status = 'unknown', reason } = world.health.get(id) ?? healthOf(id);
  const isNotWell = status === 'unhealthy' || status === 'login-required';
  const error = isNotWell ? reason?.message : undefined;
  return { outcome: 'probed', ok: !error, status, ...(error && { error }) };
}

/** A server that was never probed turns out to be healthy. */
function probed(world: MockWorld, id: string) {
  const before = world.health.get(id) ?? healthOf(id);
  if (before.status !== 'unknown') return;
  world.health.set(id, {
    ...before,
    status: 'healthy',
    since: ago(0),
    lastProbe: { at: ago(0), ok: true, latencyMs: 87 },
    uptime: { h24: 1, d7: 1, d30: 1 },
    latencyMs: { p50: 87, p95: 87 },
  });
}

function getJob(world: MockWorld, { params }: Asked): Answer {
  const job = world.jobs.get(params.id);
  if (!job) return problem({ status: 404, title: 'Not found', detail: '' });
  const step = job.steps.length > 1 ? job.steps.shift() : job.steps[0];
  if (step?.state === 'succeeded') {
    if (job.kind === 'probe-server') probed(world, job.serverId);
    else discovered(world, job.serverId);
  }
  const answer: Job = {
    id: params.id,
    kind: job.kind ?? 'discover-server',
    state: 'queued',
    attempts: 1,
    createdAt: ago(0),
    ...step,
  };
  if (!['queued', 'running'].includes(answer.state)) {
    answer.finishedAt = ago(0);
  }
  return { status: 200, body: answer };
}

function listCapabilities(world: MockWorld, { params, query }: Asked): Answer {
  const q = query.get('q')?.toLowerCase() ?? '';
  const kind = query.get('kind');
  const { id } = params;
  const own = world.capabilities.some(each => each.serverId === id);
  const offered = own
    ? world.capabilities.filter(each => each.serverId === id)
    : world.capabilities.map(each => ({ ...each, serverId: id }));
  const known = world.servers.find(each => each.id === id)?.lastDiscoveredAt;
  const found = (known ? offered : [])
    .filter(each => !kind || each.kind === kind)
    .filter(({ name, title, description }) =>
      `${name} ${title} ${description}`.toLowerCase().includes(q),
    );
  return list(found, query);
}
