import { dirname } from 'node:path/posix';

/** Arrows between what `nameOf` calls files, without those from a name to itself: a map from each name to a set of names. */
export function arrowsBetween(imports, nameOf) {
  const arrows = new Map();
  for (const { from, to } of imports) {
    const [start, end] = [nameOf(from), nameOf(to)];
    if (start === undefined || end === undefined || start === end) continue;
    if (!arrows.has(start)) arrows.set(start, new Set());
    arrows.get(start).add(end);
  }
  return arrows;
}

/** The front door of a package names what it exports from all its folders, and lies in none of them. */
const folderOf = file =>
  /\/src\/index\.tsx?$/.test(file) ? file : dirname(file);

/** Pairs of folders that import each other, a folder and what lies in it included; each pair once. */
export function pairsOfFolders(imports) {
  const arrows = arrowsBetween(imports, folderOf);
  return [...arrows].flatMap(([start, ends]) =>
    [...ends]
      .filter(end => start < end && arrows.get(end)?.has(start))
      .map(end => [start, end]),
  );
}

/** Leaves out each arrow whose end is reached without it, too. Throws when arrows lead back to where they start. */
export function withoutShortcuts(arrows) {
  const reached = new Map();
  const reachedFrom = (start, way = []) => {
    if (way.includes(start)) {
      throw new Error(`In a circle: ${[...way, start].join(' > ')}`);
    }
    if (!reached.has(start)) {
      const ends = [...(arrows.get(start) ?? [])];
      const further = ends.flatMap(end => [
        ...reachedFrom(end, [...way, start]),
      ]);
      reached.set(start, new Set([...ends, ...further]));
    }
    return reached.get(start);
  };
  return new Map(
    [...arrows].map(([start, ends]) => {
      reachedFrom(start);
      const further = new Set([...ends].flatMap(end => [...reachedFrom(end)]));
      return [start, new Set([...ends].filter(end => !further.has(end)))];
    }),
  );
}
