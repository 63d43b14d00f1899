import type { Entity } from '@backstage/catalog-model';
import { readServerJson } from './readServerJson';

/** RHDH projects server.json onto annotations: `modelcontextprotocol.io/<dotted path>`. */
const PROJECTED = /^modelcontextprotocol\.io\/remotes\.(\d)\.(type|url)$/;

/** A list of remotes as an entity has it, with its place. */
export interface RemoteSource {
  path: string;
  remotes: unknown[];
}

/** Wherever an entity says how its server is reached; what is absent or empty is left out. */
export interface RemoteSources {
  inSpec?: RemoteSource;
  inDefinition?: RemoteSource;
  projected?: RemoteSource;
  /** The server.json document of `spec.definition`, where there is one. */
  document?: Record<string, unknown>;
  /** Why `spec.definition` cannot be read. */
  fault?: string;
}

/** Every list of remotes that an entity has: in `spec.remotes`, in its definition, in annotations. Pure. */
export function remoteSourcesOf(entity: Entity): RemoteSources {
  const { remotes, definition } = entity.spec ?? {};
  const read: { document?: Record<string, unknown>; fault?: string } =
    typeof definition === 'string' && definition.trim() !== ''
      ? readServerJson(definition)
      : {};
  const { document, fault } = read;
  return {
    inSpec: sourceOf('spec.remotes', remotes),
    inDefinition: sourceOf('spec.definition.remotes', document?.remotes),
    projected: sourceOf(
      'metadata.annotations["modelcontextprotocol.io/remotes"]',
      projectedRemotes(entity),
    ),
    document,
    fault,
  };
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function sourceOf(path: string, remotes: unknown): RemoteSource | undefined {
  return Array.isArray(remotes) && remotes.length > 0
    ? { path, remotes }
    : undefined;
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
