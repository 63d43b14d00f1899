import type { ObservedCapability } from '../registry';
import { bounds, type ObservedItem } from '../upstream';
import { boundDefinition } from './boundDefinition';
import { DiscoveryRefusal } from './DiscoveryRefusal';
import { findEndlessRef } from './findEndlessRef';
import { isDeeperThan } from './isDeeperThan';

const NAMED = {
  tool: 'tool',
  prompt: 'prompt',
  resource: 'resource',
  'resource-template': 'resource template',
} as const;

const SCHEMAS = ['inputSchema', 'outputSchema'] as const;

/** Takes what a server lists, page by page, and refuses it as soon as it breaks a bound. */
export interface SyncPlan {
  /** Throws DiscoveryRefusal. */
  add(items: Iterable<ObservedItem>): void;
  /** What has been taken so far. */
  readonly capabilities: ObservedCapability[];
}

/**
 * Turns what a server listed into the capabilities to record. Pure: no clock, no I/O.
 *
 * @remarks
 *
 * A server whose list cannot be trusted is refused whole: half a list would look like removed capabilities.
 * Texts beyond their bound are cut, icons, annotations and `_meta` beyond theirs are left out (see boundDefinition).
 * Schemas are kept as they are; a `$ref` to the network is never followed (MCP 2026-07-28, Tools), a recursive
 * schema is fine, and one that refers to itself without ever reaching a value is not.
 *
 * @throws DiscoveryRefusal naming the item and the bound that it breaks.
 */
export function planSync(items: Iterable<ObservedItem>): ObservedCapability[] {
  const plan = beginSync();
  plan.add(items);
  return plan.capabilities;
}

/** A plan without items: {@link planSync} for lists that arrive in pages. */
export function beginSync(): SyncPlan {
  const capabilities: ObservedCapability[] = [];
  const seen = new Set<string>();
  let bytes = 0;
  const take = (item: ObservedItem) => {
    const what = describe(item);
    requireGoodName(item, what);
    const key = `${item.kind}\n${item.name}`;
    if (seen.has(key)) {
      throw new DiscoveryRefusal(
        'duplicate-name',
        `${what} is listed twice. Names must be unique within a server.`,
      );
    }
    seen.add(key);
    if (seen.size > bounds.items.most) {
      throw new DiscoveryRefusal(
        'too-many-items',
        `The server lists more than ${bounds.items.most} tools, resources, templates and prompts.`,
      );
    }
    requireShallow(item.definition, what);
    const definition = boundDefinition(item);
    bytes += sizeOf(definition, what);
    if (bytes > bounds.snapshot.most) {
      throw new DiscoveryRefusal(
        'snapshot-too-large',
        `The server's definitions together are larger than ${inKiB(bounds.snapshot.most)}.`,
      );
    }
    requireFiniteSchemas(definition, what);
    capabilities.push({ ...item, definition });
  };
  return {
    capabilities,
    add: items => {
      for (const item of items) take(item);
    },
  };
}

function describe({ kind, name }: ObservedItem): string {
  const short = name.length > 80 ? `${name.slice(0, 80)}…` : name;
  return `The ${NAMED[kind]} ${JSON.stringify(short)}`;
}

function requireGoodName({ name }: ObservedItem, what: string) {
  const bytes = Buffer.byteLength(name);
  if (bytes > bounds.itemName.most) {
    throw new DiscoveryRefusal(
      'invalid-item',
      `${what} has a name of ${bytes} bytes; at most ${bounds.itemName.most} are kept.`,
    );
  }
  if (/\p{Cc}/u.test(name)) {
    throw new DiscoveryRefusal(
      'invalid-item',
      `${what} has control characters in its name.`,
    );
  }
}

function requireShallow(definition: Record<string, unknown>, what: string) {
  if (isDeeperThan(definition, bounds.depth.most)) {
    throw new DiscoveryRefusal(
      'schema-too-deep',
      `${what} has a definition nested deeper than ${bounds.depth.most} levels.`,
    );
  }
}

function sizeOf(definition: Record<string, unknown>, what: string): number {
  const bytes = Buffer.byteLength(JSON.stringify(definition));
  if (bytes > bounds.definition.most) {
    throw new DiscoveryRefusal(
      'schema-too-large',
      `${what} has a definition of ${inKiB(bytes)}; at most ${inKiB(bounds.definition.most)} is kept.`,
    );
  }
  return bytes;
}

function requireFiniteSchemas(
  definition: Record<string, unknown>,
  what: string,
) {
  for (const field of SCHEMAS) {
    const at = findEndlessRef(definition[field]);
    if (at !== undefined) {
      throw new DiscoveryRefusal(
        'schema-endless',
        `${what} has a schema that refers to itself without end: ${field}${at}.`,
      );
    }
  }
}

function inKiB(bytes: number): string {
  return `${Math.ceil(bytes / 1024)} KiB`;
}
