import { createHash } from 'node:crypto';
import type {
  CapabilityKind,
  Server,
} from '@sprintconnect/plugin-sprintconnect-common';
import { nameKeyOf, splitIdentifier } from './splitIdentifier';
import { stemWord } from './stemWord';

/** Raised whenever the same capability gives other words: what older versions made is then made again at start. */
export const SEARCH_VERSION = 3;
/**
 * Raised with `SEARCH_VERSION`, and whenever anything else is kept of a server: at start each is then indexed once more, of which a
 * document that stays the same is not written.
 */
export const INDEX_VERSION = 4;

/** The parts of a capability that words are looked for in, weightiest first. */
export const FIELD_NAMES = [
  'name',
  'title',
  'description',
  'properties',
  'server',
] as const;

/** Most words that are kept of each field. */
const WORDS_MAX = {
  name: 32,
  title: 32,
  description: 200,
  properties: 100,
  server: 100,
};
/** Most characters that are read of a text, so that no description costs more than a few milliseconds. */
const TEXT_LENGTH = 8_000;
/** How deep property names are looked for, and how many. */
const SCHEMA_DEPTH = 6;
const PROPERTIES_MAX = 200;

/** What is said of the server in each of its capabilities. */
export type ServerTexts = Pick<
  Server,
  'name' | 'title' | 'description' | 'tags'
>;

/** What a document is made of. */
export interface SearchSource {
  kind: CapabilityKind;
  name: string;
  definition: Record<string, unknown>;
  server: ServerTexts;
}

/** What a capability is found by. */
export interface SearchDocument {
  nameKey: string;
  /** Stems of the name, and its neighbouring words joined: `pull request` is also `pullrequest`. */
  nameTerms: string[];
  /** Stems and words of all fields. */
  terms: string[];
  /** What ranking reads: one line for each of {@link FIELD_NAMES}, stems between spaces. */
  fields: string;
  /** Words as they were written, to correct typing mistakes with. */
  words: string[];
  /** SHA-256 of {@link embeddedText}. */
  textDigest: string;
}

/** Everything that search keeps of a capability. Pure; bounded whatever the server sent. */
export function toSearchDocument(source: SearchSource): SearchDocument {
  const { server, definition } = source;
  const { scheme, path } = partsOf(source);
  const words = {
    name: wordsOf('name', path),
    title: wordsOf('title', titleOf(source)),
    description: wordsOf('description', definition.description),
    properties: wordsOf('properties', propertyNames(source).join(' ')),
    server: wordsOf(
      'server',
      [server.name, server.title, ...server.tags, scheme, server.description]
        .filter(each => each !== undefined)
        .join(' '),
    ),
  };
  const stems = FIELD_NAMES.map(field => words[field].map(stemWord));
  const all = FIELD_NAMES.flatMap(field => words[field]);
  const joined = words.name
    .slice(1)
    .map((word, at) => words.name[at] + word)
    .filter(each => each.length <= 32);
  const nameTerms = unique([...words.name, ...stems[0], ...joined]);
  return {
    nameKey: nameKeyOf(source.name),
    nameTerms,
    terms: unique([...nameTerms, ...all, ...stems.flat()]),
    fields: stems.map(each => ` ${each.join(' ')} `).join('\n'),
    words: unique(all),
    textDigest: digestOf(embeddedText(source)),
  };
}

/** The text that stands for a capability where meanings are compared. */
export function embeddedText(source: SearchSource) {
  const { name, definition, server } = source;
  return [
    splitIdentifier(name).join(' '),
    titleOf(source),
    definition.description,
    server.title ?? server.name,
  ]
    .filter(each => typeof each === 'string')
    .join('\n')
    .slice(0, TEXT_LENGTH);
}

/**
 * The name of a resource is a URI. Its scheme is mostly the same for all resources of a server, so that it tells of the
 * server, and would put every resource of `forecast:` before the tool `get_forecast`.
 */
function partsOf({ kind, name }: SearchSource) {
  const [, scheme, path] = isUri(kind)
    ? (/^([a-z][a-z0-9+.-]*):(.*)$/is.exec(name) ?? [])
    : [];
  return path === undefined ? { path: name } : { scheme, path };
}

/** A resource has a name beside its URI, which says what a title would. */
function titleOf({ kind, definition }: SearchSource): unknown {
  return definition.title ?? (isUri(kind) ? definition.name : undefined);
}

function isUri(kind: CapabilityKind): boolean {
  return kind === 'resource' || kind === 'resource-template';
}

/** Changes with whatever the words of a capability depend on. */
export function documentDigest(digest: string, server: ServerTexts): string {
  const { name, title, description, tags } = server;
  const texts = digestOf(JSON.stringify([name, title, description, tags]));
  return `${SEARCH_VERSION} ${texts.slice(0, 32)} ${digest}`;
}

function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function wordsOf(field: keyof typeof WORDS_MAX, text: unknown): string[] {
  return typeof text === 'string'
    ? splitIdentifier(text.slice(0, TEXT_LENGTH)).slice(0, WORDS_MAX[field])
    : [];
}

function propertyNames({ definition }: SearchSource): string[] {
  const names = new Set<string>();
  const visit = (schema: unknown, depth: number): void => {
    if (depth > SCHEMA_DEPTH || !isRecord(schema)) return;
    for (const [key, value] of Object.entries(schema)) {
      if (names.size >= PROPERTIES_MAX) return;
      if (key === 'properties' && isRecord(value)) {
        for (const [name, property] of Object.entries(value)) {
          names.add(name.slice(0, 100));
          visit(property, depth + 1);
        }
      } else if (key === 'items') {
        visit(value, depth + 1);
      } else if (Array.isArray(value) && /^(any|all|one)Of$/.test(key)) {
        for (const each of value) visit(each, depth + 1);
      }
    }
  };
  visit(definition.inputSchema, 0);
  visit(definition.outputSchema, 0);
  // Prompts name their arguments in a list.
  if (Array.isArray(definition.arguments)) {
    for (const each of definition.arguments.slice(0, PROPERTIES_MAX)) {
      if (isRecord(each) && typeof each.name === 'string') names.add(each.name);
    }
  }
  return [...names];
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function unique(words: string[]): string[] {
  return [...new Set(words)];
}
