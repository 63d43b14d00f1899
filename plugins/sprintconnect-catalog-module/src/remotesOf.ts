import type { Entity } from '@backstage/catalog-model';
import {
  limits,
  remoteSchema,
  type Fault,
  type Remote,
} from '@sprintconnect/plugin-sprintconnect-common';
import { readServerJson } from './serverJson';

/** How a value of `type` is written elsewhere, and what it means here. */
const TYPES: Record<string, Remote['type']> = {
  'streamable-http': 'streamable-http',
  streamablehttp: 'streamable-http',
  streamable: 'streamable-http',
  http: 'streamable-http',
  sse: 'sse',
  stdio: 'stdio',
};
/** RHDH projects server.json onto annotations: `modelcontextprotocol.io/<dotted path>`. */
const PROJECTED = /^modelcontextprotocol\.io\/remotes\.(\d)\.(type|url)$/;

interface Source {
  path: string;
  remotes: unknown[];
}

/** What an entity says of how its server is reached. */
export interface EntityRemotes {
  /** Those that the contract allows, in the entity's order, at most {@link limits.remotes}. */
  remotes: Remote[];
  /** What was left out and why. With no remotes left, why the entity cannot become a server. */
  faults: Fault[];
  /** The server.json document of `spec.definition`, where there is one. */
  document?: Record<string, unknown>;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function projectedRemotes(entity: Entity): unknown[] {
  const remotes: Record<string, string>[] = [];
  for (const [key, value] of Object.entries(
    entity.metadata.annotations ?? {},
  )) {
    const [, index, field] = PROJECTED.exec(key) ?? [];
    if (index && field) {
      const at = Number(index);
      remotes[at] = { ...remotes[at], [field]: value };
    }
  }
  return remotes.filter(Boolean);
}

/** server.json lists headers as inputs with a name and perhaps a value; hand-written entities as an object. */
function headersOf(value: unknown, path: string, faults: Fault[]) {
  const inputs = Array.isArray(value)
    ? value.filter(isObject)
    : Object.entries(isObject(value) ? value : {}).map(
        ([name, content]): Record<string, unknown> => ({
          name,
          value: content,
        }),
      );
  const headers: Record<string, string> = {};
  for (const input of inputs) {
    const name = String(input.name);
    const content = input.value;
    if (input.isSecret === true) {
      faults.push({ path, message: `header ${name} is secret; left out` });
    } else if (typeof content !== 'string' || /\{[^}]*\}/.test(content)) {
      faults.push({
        path,
        message: `header ${name} has no fixed value; left out`,
      });
    } else {
      headers[name] = content;
    }
  }
  return Object.keys(headers).length > 0 ? headers : undefined;
}

function readRemote(value: unknown, path: string, faults: Fault[]) {
  if (!isObject(value)) {
    faults.push({ path, message: 'is not an object with type and url' });
    return undefined;
  }
  // `transport_type` is how server.json said it before September 2025.
  const said = String(value.type ?? value.transport_type ?? '');
  const type = TYPES[said.toLowerCase().replace(/_/g, '-')];
  if (!type) {
    faults.push({
      path: `${path}.type`,
      message: `"${said}" is not one of streamable-http, sse, stdio`,
    });
    return undefined;
  }
  if (/\{[^}]*\}/.test(String(value.url))) {
    faults.push({
      path: `${path}.url`,
      message: 'holds variables; write the address of one server',
    });
    return undefined;
  }
  const headers =
    type === 'stdio'
      ? undefined
      : headersOf(value.headers, `${path}.headers`, faults);
  const read = remoteSchema.safeParse({
    type,
    url: value.url,
    ...(headers ? { headers } : {}),
  });
  if (read.success) return read.data;
  for (const issue of read.error.issues) {
    faults.push({
      path: [path, ...issue.path.map(String)].join('.'),
      message: issue.message,
    });
  }
  return undefined;
}

function sourceOf(entity: Entity): {
  source?: Source;
  document?: Record<string, unknown>;
  faults: Fault[];
} {
  const { remotes, definition } = entity.spec ?? {};
  const faults: Fault[] = [];
  let document: Record<string, unknown> | undefined;
  if (typeof definition === 'string' && definition.trim() !== '') {
    const read = readServerJson(definition);
    if ('document' in read) document = read.document;
    else faults.push({ path: 'spec.definition', message: read.fault });
  }
  if (Array.isArray(remotes) && remotes.length > 0) {
    // The definition may hold anything where the remotes say all that is needed.
    return { source: { path: 'spec.remotes', remotes }, document, faults: [] };
  }
  if (Array.isArray(document?.remotes) && document.remotes.length > 0) {
    const source = {
      path: 'spec.definition.remotes',
      remotes: document.remotes as unknown[],
    };
    return { source, document, faults };
  }
  const projected = projectedRemotes(entity);
  if (projected.length > 0) {
    const path = 'metadata.annotations["modelcontextprotocol.io/remotes"]';
    return { source: { path, remotes: projected }, document, faults };
  }
  faults.push({
    path: 'spec.remotes',
    message:
      'names no remote, and neither does spec.definition; say where the server is reached',
  });
  return { document, faults };
}

/**
 * How the server behind an entity is reached: `spec.remotes`; where absent or empty, the remotes of the
 * server.json in `spec.definition`; else those that RHDH projects onto annotations. Pure.
 */
export function remotesOf(entity: Entity): EntityRemotes {
  const { source, document, faults } = sourceOf(entity);
  const good: Remote[] = [];
  source?.remotes.forEach((value, index) => {
    const path = `${source.path}[${index}]`;
    const remote = readRemote(value, path, faults);
    if (!remote) return;
    if (good.length === limits.remotes) {
      faults.push({
        path,
        message: `left out: a server has at most ${limits.remotes} remotes`,
      });
      return;
    }
    good.push(remote);
  });
  return { remotes: good, faults, document };
}
