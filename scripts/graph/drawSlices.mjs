import { arrowsBetween, withoutShortcuts } from './folders.mjs';

/**
 * The slices of a package as a Mermaid graph. `top` is what files beside the slices are called; rooms of slices that are named in
 * `apart` are drawn as one thing beside them. Throws when slices import each other in a circle.
 */
export function drawSlices(imports, { src, top, apart = [] }) {
  const nameOf = file => {
    if (!file.startsWith(`${src}/`)) return undefined;
    const [slice, room, ...rest] = file.slice(src.length + 1).split('/');
    if (room === undefined) return top;
    return rest.length > 0 && apart.includes(room) ? room : slice;
  };
  const arrows = withoutShortcuts(arrowsBetween(imports, nameOf));
  const lines = [...arrows]
    .flatMap(([start, ends]) => [...ends].map(end => `  ${start} --> ${end}`))
    .sort();
  return ['```mermaid', 'graph TD', ...lines, '```'].join('\n');
}
