// `node ../../scripts/joinBuilt.mjs` in the folder of a package that was built: puts one file in the place of its CommonJS modules.
// Declarations, and modules that bundlers of frontends read, stay as they are.
import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { joinModules } from './joinModules.mjs';

const folder = process.cwd();
const dist = join(folder, 'dist');
for (const name of readdirSync(dist, { recursive: true })) {
  if (/\.cjs\.js(\.map)?$/.test(name)) rmSync(join(dist, name));
}
await joinModules({ folder, outfile: join(dist, 'index.cjs.js') });
