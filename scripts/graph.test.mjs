import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { test } from 'node:test';
import { drawSlices } from './graph/drawSlices.mjs';
import { pairsOfFolders } from './graph/folders.mjs';
import { readImports } from './graph/readImports.mjs';
import { DATA, ROOT } from './paths.mjs';

const line = (from, to) => ({ from: `p/src/${from}.ts`, to: `p/src/${to}.ts` });

/** Files in a folder of their own, by name and text. */
function planted(t, files) {
  mkdirSync(DATA, { recursive: true });
  const folder = mkdtempSync(join(DATA, 'graph-'));
  t.after(() => rmSync(folder, { recursive: true }));
  for (const [name, text] of Object.entries(files)) {
    writeFileSync(join(folder, name), text);
  }
  return relative(ROOT, folder);
}

test('imports are read, those of types and to a file of the folder too, and those of tests are not', async t => {
  const folder = planted(t, {
    'one.ts':
      "import type { Two } from './two';\nexport const one = {} as Two;",
    'two.ts':
      "import { readFileSync } from 'node:fs';\nexport type Two = typeof readFileSync;",
    'one.test.ts': "import { one } from './one';\none;",
  });
  const { imports, circles } = await readImports([folder]);
  assert.deepEqual(imports, [
    { from: `${folder}/one.ts`, to: `${folder}/two.ts` },
  ]);
  assert.deepEqual(circles, []);
});

test('a circle of files is found, also one of types only', async t => {
  const folder = planted(t, {
    'one.ts':
      "import type { Two } from './two';\nexport type One = { two?: Two };",
    'two.ts':
      "import type { One } from './one';\nexport type Two = { one?: One };",
  });
  const { circles } = await readImports([folder]);
  assert.equal(circles.length, 1);
});

test('folders that import each other are found once, also when one lies in the other', () => {
  const imports = [
    line('a/one', 'b/one'),
    line('b/two', 'a/two'),
    line('c/index', 'c/inner/one'),
    line('c/inner/two', 'c/three'),
    line('a/one', 'c/index'),
  ];
  assert.deepEqual(pairsOfFolders(imports), [
    ['p/src/a', 'p/src/b'],
    ['p/src/c', 'p/src/c/inner'],
  ]);
  assert.deepEqual(pairsOfFolders([line('a/one', 'b/one')]), []);
});

test('the front door of a package is in no folder', () => {
  const inner = line('inner/one', 'one');
  assert.deepEqual(pairsOfFolders([line('index', 'inner/one'), inner]), []);
  assert.equal(pairsOfFolders([line('two', 'inner/one'), inner]).length, 1);
});

test('slices are drawn without arrows that follow from others', () => {
  const imports = [
    line('plugin', 'high/index'),
    line('plugin', 'low/index'),
    line('high/index', 'middle/index'),
    line('middle/inner/one', 'low/index'),
    line('high/index', 'low/index'),
    { from: 'q/src/other/one.ts', to: 'p/src/low/index.ts' },
  ];
  assert.equal(
    drawSlices(imports, { src: 'p/src', top: 'plugin.ts' }),
    [
      '```mermaid',
      'graph TD',
      '  high --> middle',
      '  middle --> low',
      '  plugin.ts --> high',
      '```',
    ].join('\n'),
  );
});

test('a room of slices is drawn apart, and slices in a circle are not drawn', () => {
  const imports = [
    line('words/index', 'high/messages/one'),
    line('high/index', 'words/index'),
  ];
  assert.throws(
    () => drawSlices(imports, { src: 'p/src', top: 'plugin.ts' }),
    /In a circle: (words > high > words|high > words > high)/,
  );
  const apart = { src: 'p/src', top: 'plugin.ts', apart: ['messages'] };
  assert.match(drawSlices(imports, apart), / {2}words --> messages/);
});
