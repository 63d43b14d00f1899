/** How much is kept of one part of what a server says. */
export interface Bound {
  /** What is bounded, as the documentation names it. */
  part: string;
  most: number;
  /** Bytes of UTF-8; of what is no text, bytes of its JSON. */
  unit: 'bytes' | 'characters' | 'items' | 'pages' | 'levels';
  /**
   * What happens beyond it: a text is `cut` and ends with a mark that says so (see `cutText`), a part is `left out` and named
   * in the definition's `_meta`, and what nothing can be made of is `refused` with words that name it.
   */
  beyond: 'cut' | 'left out' | 'refused';
}

/**
 * How much is kept of what a server says of itself and of what it offers. The only place where this is set: `docs/bounds.md`
 * shows the same table to people, and a test holds the two together.
 */
export const bounds = {
  serverName: {
    part: '`serverInfo.name`',
    most: 512,
    unit: 'bytes',
    beyond: 'cut',
  },
  serverVersion: {
    part: '`serverInfo.version`',
    most: 512,
    unit: 'bytes',
    beyond: 'cut',
  },
  serverTitle: {
    part: '`serverInfo.title`',
    most: 512,
    unit: 'bytes',
    beyond: 'cut',
  },
  instructions: {
    part: '`instructions`',
    most: 64 * 1024,
    unit: 'bytes',
    beyond: 'cut',
  },
  errorWords: {
    part: 'the message of an error',
    most: 200,
    unit: 'characters',
    beyond: 'cut',
  },
  cursor: {
    part: '`nextCursor` of a list',
    most: 8 * 1024,
    unit: 'bytes',
    beyond: 'refused',
  },
  pages: { part: 'one list', most: 1_000, unit: 'pages', beyond: 'refused' },
  items: {
    part: 'all lists together',
    most: 10_000,
    unit: 'items',
    beyond: 'refused',
  },
  itemName: {
    part: 'name, URI or URI template of an item',
    most: 2_048,
    unit: 'bytes',
    beyond: 'refused',
  },
  title: {
    part: '`title` of an item, and `name` of a resource',
    most: 1_024,
    unit: 'bytes',
    beyond: 'cut',
  },
  description: {
    part: '`description` of an item',
    most: 32 * 1024,
    unit: 'bytes',
    beyond: 'cut',
  },
  icons: {
    part: '`icons` of an item',
    most: 32 * 1024,
    unit: 'bytes',
    beyond: 'left out',
  },
  annotations: {
    part: '`annotations` of an item',
    most: 8 * 1024,
    unit: 'bytes',
    beyond: 'left out',
  },
  meta: {
    part: '`_meta` of an item',
    most: 16 * 1024,
    unit: 'bytes',
    beyond: 'left out',
  },
  definition: {
    part: 'the definition of an item, schemas included',
    most: 256 * 1024,
    unit: 'bytes',
    beyond: 'refused',
  },
  depth: {
    part: 'the definition of an item',
    most: 64,
    unit: 'levels',
    beyond: 'refused',
  },
  snapshot: {
    part: 'all definitions of a server together',
    most: 16 * 1024 * 1024,
    unit: 'bytes',
    beyond: 'refused',
  },
} as const satisfies Record<string, Bound>;
