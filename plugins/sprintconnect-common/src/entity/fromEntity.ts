import type { z } from 'zod';
import {
  DEFAULT_NAMESPACE,
  parseEntityRef,
  stringifyEntityRef,
  type Entity,
} from '@backstage/catalog-model';
import { annotations, limits } from '../names';
import type { Fault } from '../problem';
import {
  callSettingsOfServerSchema,
  catalogServerSchema,
  type CatalogServer,
} from '../servers';
import { remotesOf } from './remotesOf';

/**
 * What an entity became. `notes` says what was left out of the server and why, in words for people.
 *
 * @public
 */
export type FromEntity =
  { server: CatalogServer; notes: Fault[] } | { faults: Fault[] };

const DURATION = /^P(?:(\d+)D)?(?:T(?=\d)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/;

/** Seconds of an ISO 8601 duration of days, hours, minutes and whole seconds. */
function secondsOf(duration: string): number | undefined {
  const parts = DURATION.exec(duration);
  if (!parts || duration === 'P') return undefined;
  const [days = 0, hours = 0, minutes = 0, seconds = 0] = parts
    .slice(1)
    .map(part => Number(part ?? 0));
  return ((days * 24 + hours) * 60 + minutes) * 60 + seconds;
}

/** Where an annotation stands in an entity, as faults name it. @public */
export function annotationPath(annotation: string): string {
  return `metadata.annotations["${annotation}"]`;
}

function secondsAt(entity: Entity, annotation: string, notes: Fault[]) {
  const duration = entity.metadata.annotations?.[annotation];
  if (duration === undefined) return undefined;
  const seconds = secondsOf(duration);
  if (seconds === undefined) {
    notes.push({
      path: annotationPath(annotation),
      message: "isn't an ISO 8601 duration such as PT15M; left out",
    });
  }
  return seconds;
}

function millisecondsAt(entity: Entity, annotation: string, notes: Fault[]) {
  const seconds = secondsAt(entity, annotation, notes);
  return seconds && seconds * 1000;
}

/**
 * The name of the server of an entity. Two entities of one name in two namespaces are two servers, so
 * namespaces other than the default come first; "_" keeps the two apart, as no namespace holds one.
 * A "." of an entity name, which the contract does not allow, becomes "-".
 */
function serverNameOf(entity: Entity): string {
  const namespace = entity.metadata.namespace ?? DEFAULT_NAMESPACE;
  const name = entity.metadata.name.replace(/[^a-zA-Z0-9_-]/g, '-');
  return namespace === DEFAULT_NAMESPACE ? name : `${namespace}_${name}`;
}

/** Names that are longer than the contract allows are cut, which the entity says: two may then be the same. */
function cutName(name: string, notes: Fault[]): string {
  if (name.length <= limits.nameLength) return name;
  const cut = name.slice(0, limits.nameLength);
  notes.push({
    path: 'metadata.namespace',
    message: `and metadata.name are too long together: the server is named ${cut}, the first ${limits.nameLength} characters of ${name}`,
  });
  return cut;
}

function refOf(value: unknown, entity: Entity, defaultKind: string) {
  if (typeof value !== 'string') return value;
  try {
    return stringifyEntityRef(
      parseEntityRef(value, {
        defaultKind,
        defaultNamespace: entity.metadata.namespace ?? DEFAULT_NAMESPACE,
      }),
    );
  } catch {
    return value;
  }
}

function oneLine(value: unknown): unknown {
  return typeof value === 'string' ? value.replace(/\p{Cc}+/gu, ' ') : value;
}

/** The first text that is there, cut to what the contract allows. */
function textOf(values: unknown[], length: number): string | undefined {
  const text = values.find(
    (value): value is string => typeof value === 'string' && value !== '',
  );
  return text?.trim().slice(0, length).trim() || undefined;
}

function tagsOf(entity: Entity, notes: Fault[]): string[] | undefined {
  const tags = [...new Set(entity.metadata.tags ?? [])];
  if (tags.length > limits.tags) {
    notes.push({
      path: 'metadata.tags',
      message: `has too many tags; only the first ${limits.tags} are kept`,
    });
  }
  return tags.length > 0 ? tags.slice(0, limits.tags) : undefined;
}

interface Candidate {
  path: string;
  value: unknown;
}

/** Everything of a server that an entity may leave out, with the place it was read from. */
function optionalFields(
  entity: Entity,
  document: Record<string, unknown> | undefined,
  notes: Fault[],
): Partial<Record<Exclude<keyof CatalogServer, 'calls'>, Candidate>> {
  const { metadata, spec = {} } = entity;
  const said = metadata.annotations ?? {};
  return {
    title: {
      path: 'metadata.title',
      value: textOf(
        [metadata.title, document?.title].map(oneLine),
        limits.titleLength,
      ),
    },
    description: {
      path: 'metadata.description',
      value: textOf(
        [
          metadata.description,
          document?.description,
          said['modelcontextprotocol.io/description'],
        ],
        limits.descriptionLength,
      ),
    },
    tags: { path: 'metadata.tags', value: tagsOf(entity, notes) },
    owner: { path: 'spec.owner', value: refOf(spec.owner, entity, 'group') },
    lifecycle: { path: 'spec.lifecycle', value: spec.lifecycle },
    system: {
      path: 'spec.system',
      value: refOf(spec.system, entity, 'system'),
    },
    discoveryIntervalSeconds: {
      path: annotationPath(annotations.discoveryInterval),
      value: secondsAt(entity, annotations.discoveryInterval, notes),
    },
    probeIntervalSeconds: {
      path: annotationPath(annotations.probeInterval),
      value: secondsAt(entity, annotations.probeInterval, notes),
    },
    probeTimeoutMs: {
      path: annotationPath(annotations.probeTimeout),
      value: millisecondsAt(entity, annotations.probeTimeout, notes),
    },
    connectTimeoutMs: {
      path: annotationPath(annotations.connectTimeout),
      value: millisecondsAt(entity, annotations.connectTimeout, notes),
    },
    credentialRef: credentialIn(said),
  };
}

/** The name of a shared credential; where both annotations are there, the one of today counts. */
function credentialIn(said: Record<string, string>) {
  const name =
    said[annotations.credential] === undefined
      ? annotations.credentialRef
      : annotations.credential;
  return { path: annotationPath(name), value: said[name] };
}

/** What an entity says of calls. A field that cannot be is left out with a note, and the others stay. */
function callsOf(entity: Entity, notes: Fault[]): Pick<CatalogServer, 'calls'> {
  const said = entity.metadata.annotations ?? {};
  const bytes = said[annotations.resultBytesMax];
  const candidates = {
    timeoutMs: {
      annotation: annotations.callTimeout,
      value: millisecondsAt(entity, annotations.callTimeout, notes),
    },
    resultBytesMax: {
      annotation: annotations.resultBytesMax,
      value: bytes === undefined ? undefined : Number(bytes),
    },
    outputSchema: {
      annotation: annotations.outputSchema,
      value: said[annotations.outputSchema],
    },
  };
  const read: Record<string, unknown> = {};
  for (const [field, { annotation, value }] of Object.entries(candidates)) {
    if (value === undefined) continue;
    const { data, error } = callSettingsOfServerSchema.safeParse({
      [field]: value,
    });
    if (data) Object.assign(read, data);
    else notes.push(leftOut(annotationPath(annotation), error));
  }
  return Object.keys(read).length > 0 ? { calls: read } : {};
}

function leftOut(path: string, error: z.ZodError): Fault {
  const reason = error.issues[0]?.message ?? "isn't valid";
  return { path, message: `${reason}; left out` };
}

/**
 * What the registry is told of an `API` entity of type `mcp-server`. Pure.
 *
 * @remarks
 *
 * Reads Backstage's `remotes`, a server.json in `definition` (JSON or YAML, as Spotify Portal writes it),
 * RHDH's `modelcontextprotocol.io/*` annotations, and ours. An optional field that the REST contract would
 * refuse is left out with a note rather than keeping the whole server out; without a remote, or with an
 * environment that cannot be one, there is no server, and `faults` says why.
 *
 * @public
 */
export function fromEntity(
  entity: Entity,
  options: { defaultEnvironment: string },
): FromEntity {
  const { remotes, faults: notes, document } = remotesOf(entity);
  if (remotes.length === 0) return { faults: notes };

  const fields: Record<string, unknown> = {};
  for (const [field, { path, value }] of Object.entries(
    optionalFields(entity, document, notes),
  )) {
    if (value === undefined || value === '') continue;
    const schema = catalogServerSchema.shape[field as keyof CatalogServer];
    const read = schema.safeParse(value);
    if (read.success) {
      fields[field] = read.data;
    } else {
      notes.push(leftOut(path, read.error));
    }
  }
  const read = catalogServerSchema.safeParse({
    name: cutName(serverNameOf(entity), notes),
    environment:
      entity.metadata.annotations?.[annotations.environment] ??
      options.defaultEnvironment,
    remotes,
    ...callsOf(entity, notes),
    ...fields,
  });
  if (read.success) return { server: read.data, notes };
  const faults = read.error.issues.map(issue => ({
    path:
      issue.path[0] === 'environment'
        ? annotationPath(annotations.environment)
        : `metadata.${issue.path.join('.')}`,
    message: issue.message,
  }));
  return { faults: [...faults, ...notes] };
}
