import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { test } from 'node:test';
import { joinModules } from './joinModules.mjs';
import { DATA, ROOT } from './paths.mjs';

const ownFilesOf = ({ cache }, folder) =>
  Object.keys(cache).filter(file => file.startsWith(folder));

test('a package in one file exports what it did, and loads other packages by their names', async () => {
  mkdirSync(DATA, { recursive: true });
  const folder = mkdtempSync(join(DATA, 'joined-'));
  try {
    const outfile = join(folder, 'node_modules', 'joined', 'index.cjs.js');
    await joinModules({
      folder: join(ROOT, 'plugins/sprintconnect-common'),
      outfile,
    });
    const require = createRequire(import.meta.url);
    const { createPluginClient, serverSchema, openApiDocument } = require(
      outfile,
    );
    assert.equal(typeof createPluginClient, 'function');
    assert.equal(serverSchema.safeParse({}).success, false);
    assert.equal(openApiDocument().openapi, '3.1.1');
    assert.deepEqual(ownFilesOf(require, folder), [outfile]);
    assert.ok(ownFilesOf(require, join(ROOT, 'node_modules/zod')).length > 0);
    assert.deepEqual(readdirSync(join(folder, 'node_modules', 'joined')), [
      'index.cjs.js',
      'index.cjs.js.map',
    ]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
