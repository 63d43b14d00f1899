import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { ROOT } from './paths.mjs';
import { readSteps, stepsOf } from './stockHost/readme.mjs';
import { serveRegistry } from './stockHost/serveRegistry.mjs';

const published = folder =>
  JSON.parse(
    readFileSync(join(ROOT, 'plugins', folder, 'package.json'), 'utf8'),
  ).name;

test('the README adds our packages to the portal, and those of the backend to its index.ts', () => {
  const { commands, backendLines } = readSteps();
  const ofBackend = [
    'sprintconnect-backend',
    'sprintconnect-catalog-module',
    'sprintconnect-search-module',
    'sprintconnect-scaffolder-module',
  ].map(published);
  assert.deepEqual(commands, [
    `yarn --cwd packages/app add ${published('sprintconnect')}`,
    `yarn --cwd packages/backend add ${ofBackend.join(' ')}`,
  ]);
  const added = [...backendLines.join('\n').matchAll(/import\(\s*'(.+?)'/g)];
  assert.deepEqual(
    added.map(([, name]) => name),
    ofBackend,
  );
});

test('a README without the section is no README to go by', () => {
  assert.throws(() => stepsOf('# Ours\n\n```sh\nnpm start\n```\n'), {
    message: /no ```sh block under "## Add it to your Backstage"/,
  });
});

test('the registry holds what was packed, and nothing else', async t => {
  const folder = mkdtempSync(join(tmpdir(), 'sprintconnect-registry-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const name = '@sprintconnect/plugin-a';
  const tarball = join(folder, 'a.tgz');
  writeFileSync(tarball, 'bytes of a tarball');
  const { url, close } = await serveRegistry([
    { name, tarball, manifest: { name, version: '1.2.3' } },
  ]);
  t.after(close);
  const packument = await (
    await fetch(`${url}/@sprintconnect%2fplugin-a`)
  ).json();
  assert.equal(packument['dist-tags'].latest, '1.2.3');
  const { dist } = packument.versions['1.2.3'];
  const bytes = Buffer.from(await (await fetch(dist.tarball)).arrayBuffer());
  assert.equal(String(bytes), 'bytes of a tarball');
  const sha512 = createHash('sha512').update(bytes).digest('base64');
  assert.equal(dist.integrity, `sha512-${sha512}`);
  for (const path of ['/@sprintconnect%2fplugin-b', '/tarballs/0/b.tgz', '/']) {
    assert.equal((await fetch(`${url}${path}`)).status, 404, path);
  }
});
