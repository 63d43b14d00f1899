import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { importZones } from '../lint/importZones.js';
import { DATA } from './paths.mjs';

/** A package with these folders in its `src/`. */
function planted(t, folders) {
  mkdirSync(DATA, { recursive: true });
  const packageDir = mkdtempSync(join(DATA, 'zones-'));
  t.after(() => rmSync(packageDir, { recursive: true }));
  for (const each of folders) {
    mkdirSync(join(packageDir, 'src', each), { recursive: true });
  }
  return packageDir;
}

const FOLDERS = [
  ...['ports', 'low', 'high/inner', 'high/outer'],
  ...['__testUtils__', 'high/__testUtils__'],
];
const LOW = { folders: ['low'] };
const HIGH = { folders: ['high'], rooms: { high: [['inner'], ['outer']] } };

test('a slice imports lower front doors, and a room lower rooms', t => {
  const packageDir = planted(t, FOLDERS);
  const zones = importZones({
    packageDir,
    storeys: [LOW, HIGH],
    ground: ['ports'],
  });
  const allowed = Object.fromEntries(
    zones.map(({ target, except }) => [target, except]),
  );
  assert.deepEqual(allowed, {
    './src/low': ['./low', './ports'],
    './src/high': ['./high', './ports', './low/index.ts'],
    './src/high/inner': ['./inner'],
    './src/high/outer': ['./outer', './inner'],
    './src/*.{ts,tsx}': ['./ports', './low/index.ts', './high/index.ts'],
  });
});

test('a folder without a storey is refused, and a storey without a folder', t => {
  const packageDir = planted(t, FOLDERS);
  const refused = (storeys, message) =>
    assert.throws(
      () => importZones({ packageDir, storeys, ground: ['ports'] }),
      message,
    );
  refused([LOW], /Give .*src\/high a storey/);
  const half = { ...HIGH, rooms: { high: [['inner']] } };
  refused([LOW, half], /Give .*src\/high\/outer a storey/);
  refused([LOW, HIGH, { folders: ['gone'] }], /There is no .*src\/gone/);
});
