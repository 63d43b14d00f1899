import {
  type Capability,
  type CapabilityKind,
  type Fault,
  type JsonObject,
  problemTypeOf,
} from '@sprintconnect/plugin-sprintconnect-common';
import { ago, idOf } from './moments';
import { mockResults } from './mockResults';
import type { MockWorld } from './mockWorld';

const CALL =
  /^\/v1\/servers\/([^/]+)\/(?:tools\/([^/]+)\/call|prompts\/([^/]+)\/get|(resources\/read))$/;
const STEP_MS = 250;

/** Makes calls as the backend does; a place named "slow" takes until somebody cancels. Nothing for other routes. */
export function answerCall(
  world: MockWorld,
  url: URL,
  init?: RequestInit,
): Promise<Response> | undefined {
  const found = CALL.exec(url.pathname);
  if (!found) return undefined;
  const [, server, tool, prompt] = found;
  const body = JSON.parse(String(init?.body ?? '{}'));
  const kind = kindOf(tool, prompt);
  const name = decodeURIComponent(tool ?? prompt ?? body.uri);
  const given: JsonObject = body.arguments ?? {};
  const capability = world.capabilities.find(
    each => each.kind === kind && each.name === name,
  );
  const isThere = capability !== undefined || kind === 'resource';
  const faults = capability ? faultsOf(capability, given) : [];
  if (url.searchParams.has('dryRun')) {
    return Promise.resolve(Response.json(rehearsal(isThere, faults)));
  }
  const refusal =
    world.refusals.get('POST call') ??
    (!isThere && { type: problemTypeOf('capability-not-found'), status: 404 });
  const isStream = new Headers(init?.headers)
    .get('accept')
    ?.startsWith('text/event-stream');
  if (refusal) return Promise.resolve(problem(refusal));
  const made = { world, server, kind, name, given };
  return isStream
    ? Promise.resolve(streamed(made, init?.signal ?? undefined))
    : Promise.resolve(Response.json(resultOf(made)));
}

function kindOf(tool?: string, prompt?: string): CapabilityKind {
  if (tool) return 'tool';
  return prompt ? 'prompt' : 'resource';
}

function rehearsal(isThere: boolean, faults: Fault[]) {
  if (!isThere) {
    const [code, message] = [
      'capability-not-found',
      'There is nothing of that name that you can use.',
    ];
    return {
      wouldCall: false,
      steps: [{ step: 'capability', passes: false, code, message }],
    };
  }
  const passed = ['capability', 'permission', 'status'].map(step => ({
    step,
    passes: true,
  }));
  const [first] = faults;
  const judged = first
    ? {
        step: 'arguments',
        passes: false,
        code: 'arguments-invalid',
        message: `The arguments don't fit: ${first.path} ${first.message}.`,
      }
    : { step: 'arguments', passes: true };
  return {
    wouldCall: !first,
    steps: [...passed, judged],
    ...(first && { faults }),
  };
}

/** Only what is missing, and numbers that are too large. */
function faultsOf(
  { inputSchema = {} }: Capability,
  given: JsonObject,
): Fault[] {
  const visit = (schema: JsonObject, value: unknown, path: string): Fault[] => {
    const { $ref } = schema;
    const place = (inputSchema.$defs as JsonObject)?.Place;
    if ($ref) return visit(place as JsonObject, value, path);
    if (value === undefined) return [];
    const { required = [], properties = {}, maximum } = schema;
    const own: Fault[] =
      typeof maximum === 'number' && Number(value) > maximum
        ? [{ path, message: `must be <= ${maximum}` }]
        : [];
    if (typeof value !== 'object' || value === null) return own;
    const fields = value as JsonObject;
    const missing = (required as string[])
      .filter(name => fields[name] === undefined)
      .map(name => ({ path: `${path}.${name}`, message: 'is required' }));
    const inner = Object.entries(properties as JsonObject).flatMap(
      ([name, each]) =>
        visit(each as JsonObject, fields[name], `${path}.${name}`),
    );
    return [...own, ...missing, ...inner];
  };
  return visit(inputSchema, given, 'arguments');
}

interface Made {
  world: MockWorld;
  server: string;
  kind: CapabilityKind;
  name: string;
  given: JsonObject;
}

function resultOf({ world, server, kind, name, given }: Made) {
  const result = world.results.get(name) ?? mockResults(kind, name, given);
  const callId = idOf(70_000 + world.calls.length);
  const outcome = result.isError === true ? 'tool-error' : 'succeeded';
  const { name: serverName, environment } = world.servers.find(
    each => each.id === server,
  )!;
  world.calls.unshift({
    ...world.calls[0],
    id: callId,
    server: { id: server, name: serverName, environment },
    capability: name,
    caller: { type: 'user', ref: 'user:default/guest' },
    entrance: 'portal',
    openedAt: ago(0),
    closedAt: ago(0),
    outcome,
    durationMs: 322,
    upstreamMs: 310,
  });
  return { callId, outcome, durationMs: 322, upstreamMs: 310, result };
}

function streamed(made: Made, signal?: AbortSignal): Response {
  const encoder = new TextEncoder();
  const place = (made.given.place ?? {}) as JsonObject;
  const isSlow = /slow/i.test(String(place.name));
  const steps = made.kind === 'tool' ? 3 : 0;
  const body = new ReadableStream({
    async start(controller) {
      const send = (event: string, data: unknown) =>
        controller.enqueue(
          encoder.encode(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`),
        );
      signal?.addEventListener('abort', () =>
        controller.error(new DOMException('Aborted', 'AbortError')),
      );
      for (let step = 1; step <= steps && !signal?.aborted; step++) {
        send('progress', {
          progress: step,
          total: steps,
          message: ['Asking the stations', 'Comparing', 'Writing'][step - 1],
        });
        await new Promise(resolve => setTimeout(resolve, STEP_MS));
        if (isSlow) return;
      }
      if (signal?.aborted) return;
      send('result', resultOf(made));
      controller.close();
    },
  });
  return new Response(body, {
    headers: { 'content-type': 'text/event-stream' },
  });
}

function problem(given: { type?: string; status?: number; detail?: string }) {
  const status = given.status ?? 502;
  return Response.json(
    {
      type: 'about:blank',
      title: 'The call failed',
      detail: 'The server gave no answer.',
      instance: '',
      requestId: 'mock-request-1',
      ...given,
      status,
    },
    { status, headers: { 'content-type': 'application/problem+json' } },
  );
}
