import { createHash } from 'node:crypto';
import { groupBy } from './groupBy';

/** A tool or prompt of a server, as far as its name goes. */
export interface NamedOffer {
  id: string;
  server: { environment: string; name: string };
  name: string;
}

/** Clients put `mcp__<server>__` before a name, and models take 64 characters in all. */
export const NAME_LENGTH_MAX = 46;
const FOREIGN = /[^a-zA-Z0-9_-]/gu;
/** Digits of the hash that a name gets: none, few, and more for names that are still equal. */
const HASH_LENGTHS = [0, 8, 16, 32] as const;

class Candidate {
  readonly id: string;
  exposed: string;
  readonly #natural: string;
  readonly #hash: string;
  #level = 0;

  constructor({ id, server, name }: NamedOffer) {
    this.id = id;
    const wanted = `${server.name}__${name}`;
    this.#natural = wanted.replace(FOREIGN, '_');
    this.#hash = createHash('sha256')
      .update(JSON.stringify([server.environment, server.name, name]))
      .digest('hex');
    this.exposed = this.#natural;
    const isWhole =
      this.#natural === wanted && wanted.length <= NAME_LENGTH_MAX;
    if (!isWhole) this.raise();
  }

  /** Tells the name further apart from others; false where that is not possible. */
  raise(): boolean {
    if (this.#level === HASH_LENGTHS.length - 1) return false;
    this.#level += 1;
    const length = HASH_LENGTHS[this.#level];
    const room = NAME_LENGTH_MAX - 1 - length;
    this.exposed = `${this.#natural.slice(0, room)}_${this.#hash.slice(0, length)}`;
    return true;
  }
}

/**
 * What the tools, or the prompts, of one organisation are called where those of all servers stand in one list, by the id of the capability:
 * `server__tool`. Names that had to be cut or changed carry a hash of what they stand for, and so do those that would be equal for
 * somebody who minds neither case nor the kind of dash: each of them, so that none takes the name of another. Which name something has
 * depends on nothing but itself and its equals. Pure.
 */
export function exposedNames(
  offers: readonly NamedOffer[],
): Map<string, string> {
  const all = offers.map(offer => new Candidate(offer));
  for (;;) {
    const groups = groupBy(all, each => foldedName(each.exposed));
    const equals = [...groups.values()].filter(({ length }) => length > 1);
    const raised = equals.flat().filter(each => each.raise());
    if (raised.length > 0) continue;
    // What nothing tells apart has no name, rather than one that may mean either.
    const ambiguous = new Set(equals.flat());
    const named = all.filter(each => !ambiguous.has(each));
    return new Map(named.map(({ id, exposed }) => [id, exposed]));
  }
}

/** The same for names that somebody may take for each other. */
export function foldedName(name: string): string {
  return name.toLowerCase().replaceAll('-', '_');
}
