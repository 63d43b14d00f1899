import { type AddressBits, type AddressRange, startOf } from './AddressRange';

interface Level<T> {
  family: 4 | 6;
  prefix: number;
  byStart: Map<bigint, T[]>;
}

/** Values by address range. Finding costs one look for each length of prefix, however many ranges there are. */
export class AddressMap<T> {
  readonly #levels: Level<T>[] = [];

  add(range: AddressRange, value: T): void {
    const { family, prefix, start } = range;
    let level = this.#levels.find(
      each => each.family === family && each.prefix === prefix,
    );
    if (!level) {
      level = { family, prefix, byStart: new Map() };
      this.#levels.push(level);
    }
    const known = level.byStart.get(start);
    if (known) known.push(value);
    else level.byStart.set(start, [value]);
  }

  /** The first value that fits, of all ranges that hold the address. */
  find(address: AddressBits, fits: (value: T) => boolean): T | undefined {
    for (const level of this.#levels) {
      if (level.family !== address.family) continue;
      const found = level.byStart.get(startOf(address.bits, level))?.find(fits);
      if (found !== undefined) return found;
    }
    return undefined;
  }
}
