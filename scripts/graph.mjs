// `npm run graph`: draws into ARCHITECTURE.md who imports whom. With `--check` it changes nothing. Ends with 1 when files import
// each other in a circle, when two folders import each other, and, with `--check`, when the drawing is old.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { drawSlices } from './graph/drawSlices.mjs';
import { pairsOfFolders } from './graph/folders.mjs';
import { readImports } from './graph/readImports.mjs';
import { ROOT } from './paths.mjs';

const DOCUMENT = join(ROOT, 'ARCHITECTURE.md');
const DRAWINGS = [
  { src: 'plugins/sprintconnect-backend/src', top: 'plugin.ts' },
  // Words are the lowest room of each slice, and translation gathers them.
  { src: 'plugins/sprintconnect/src', top: 'plugin.tsx', apart: ['messages'] },
];

/** Puts a drawing between the two comments that name what it draws. */
function put(text, src, drawing) {
  const [begin, end] = [`<!-- graph of ${src} -->`, '<!-- end of graph -->'];
  const start = text.indexOf(begin);
  const stop = text.indexOf(end, start);
  if (start < 0 || stop < 0) {
    throw new Error(`ARCHITECTURE.md has no ${begin} … ${end}`);
  }
  return `${text.slice(0, start + begin.length)}\n\n${drawing}\n\n${text.slice(stop)}`;
}

process.chdir(ROOT);
const { imports, circles } = await readImports(['plugins', 'app/upstream/src']);
const faults = [
  ...circles.map(files => `Files in a circle: ${files.join(' > ')}`),
  ...pairsOfFolders(imports).map(
    pair => `Folders that import each other: ${pair.join(', ')}`,
  ),
];
if (faults.length === 0) {
  const before = readFileSync(DOCUMENT, 'utf8');
  const after = DRAWINGS.reduce(
    (text, drawing) => put(text, drawing.src, drawSlices(imports, drawing)),
    before,
  );
  if (!process.argv.includes('--check')) writeFileSync(DOCUMENT, after);
  else if (after !== before) {
    faults.push('The graph of ARCHITECTURE.md is old: npm run graph');
  }
}
for (const fault of faults) console.error(fault);
console.log(`graph: ${imports.length} imports read`);
process.exitCode = faults.length > 0 ? 1 : 0;
