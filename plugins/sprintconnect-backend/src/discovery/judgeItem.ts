import { isDeeperThan, type ObservedCapability } from '../registry';
import { bounds, type ObservedItem } from '../upstream';
import { boundDefinition } from './boundDefinition';
import { DiscoveryRefusal } from './DiscoveryRefusal';
import { findEndlessRef } from './findEndlessRef';
import { toWellFormed, wellFormedJson } from './toWellFormed';

const NAMED = {
  tool: 'tool',
  prompt: 'prompt',
  resource: 'resource',
  'resource-template': 'resource template',
} as const;

const SCHEMAS = ['inputSchema', 'outputSchema'] as const;

const REPLACED =
  'The server sent invalid characters (unpaired surrogates). Each is shown as U+FFFD (�).';

/** As `JSON.stringify` writes it. Also what a definition writes that speaks of such an escape. */
const ESCAPED_HALF = /\\ud[89a-f]/i;

/** As `JSON.stringify` writes a key that leads from one schema to another. */
const REFERENCE = /"\$(?:ref|dynamicRef)"/;

/** An item that may be kept, and what it takes of the bounds. */
export interface JudgedItem {
  capability: ObservedCapability;
  /** Of the definition as JSON in UTF-8. */
  bytes: number;
}

/**
 * Turns one item of a list into the capability to record. Pure.
 *
 * @remarks
 *
 * Texts beyond their bound are cut, icons, annotations and `_meta` beyond theirs are left out (see boundDefinition).
 * Schemas are kept as they are; a `$ref` to the network is never followed (MCP 2026-07-28, Tools), a recursive
 * schema is fine, and one that refers to itself without ever reaching a value is not. Halves of surrogate pairs have no
 * form in UTF-8 (RFC 8785, section 3.2.2.2), so they become U+FFFD, and the capability has a note.
 *
 * @throws DiscoveryRefusal naming the item and the bound that it breaks.
 */
export function judgeItem(item: ObservedItem): JudgedItem {
  const what = describeItem(item);
  requireGoodName(item, what);
  requireShallow(item.definition, what);
  const bounded = boundDefinition(item);
  const text = boundedText(bounded, what);
  const definition = ESCAPED_HALF.test(text)
    ? withoutHalves(bounded, what)
    : bounded;
  // JSON is a tree: without a reference nothing leads back.
  if (REFERENCE.test(text)) requireFiniteSchemas(definition, what);
  // A number beyond all bounds stands as null in the text.
  if (text.includes('null')) requireFiniteNumbers(definition, what);
  const isChanged =
    definition !== bounded && JSON.stringify(definition) !== text;
  return {
    capability: {
      kind: item.kind,
      name: toWellFormed(item.name),
      definition,
      ...(isChanged && { notes: [REPLACED] }),
    },
    bytes: Buffer.byteLength(text),
  };
}

function withoutHalves(definition: Record<string, unknown>, what: string) {
  const clean = wellFormedJson(definition);
  if (!clean) {
    throw new DiscoveryRefusal(
      'invalid-item',
      `${what} has two keys in one object that differ only in invalid characters (unpaired surrogates).`,
    );
  }
  return clean.value;
}

/** What an item is called in a sentence, such as `The tool "x"`. */
export function describeItem({ kind, name }: ObservedItem): string {
  const short = name.length > 80 ? `${name.slice(0, 80)}…` : name;
  return `The ${NAMED[kind]} ${JSON.stringify(short)}`;
}

function requireGoodName({ name }: ObservedItem, what: string) {
  const bytes = Buffer.byteLength(name);
  if (bytes > bounds.itemName.most) {
    throw new DiscoveryRefusal(
      'invalid-item',
      `${what} has a name of ${bytes} bytes; the maximum is ${bounds.itemName.most}.`,
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
      `${what} has a definition nested more than ${bounds.depth.most} levels deep.`,
    );
  }
}

function boundedText(definition: Record<string, unknown>, what: string) {
  const text = JSON.stringify(definition);
  const bytes = Buffer.byteLength(text);
  if (bytes > bounds.definition.most) {
    throw new DiscoveryRefusal(
      'schema-too-large',
      `${what} has a definition of ${inKiB(bytes)}; the maximum is ${inKiB(bounds.definition.most)}.`,
    );
  }
  return text;
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
        `${what} has a schema that refers to itself endlessly: ${field}${at}.`,
      );
    }
  }
}

function requireFiniteNumbers(value: unknown, what: string) {
  if (typeof value === 'object' && value !== null) {
    for (const child of Object.values(value)) requireFiniteNumbers(child, what);
  } else if (typeof value === 'number' && !Number.isFinite(value)) {
    throw new DiscoveryRefusal(
      'invalid-item',
      `${what} has a number in its definition that's too large to store.`,
    );
  }
}

/** A size for people. */
export function inKiB(bytes: number): string {
  return `${Math.ceil(bytes / 1024)} KiB`;
}
