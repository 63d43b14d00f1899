// Installs the dependencies from the committed lockfile, and only when it or a manifest changed since the last time.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { work } from './command.mjs';
import { ROOT } from './paths.mjs';
import { say } from './say.mjs';

// Inside node_modules, so that removing that folder removes the memory of having filled it.
const STAMP = join(ROOT, 'node_modules', '.sprintconnect-install');

/** Digest of everything that decides what an install lays down. */
export function manifestDigest(root = ROOT) {
  const { workspaces } = JSON.parse(
    readFileSync(join(root, 'package.json'), 'utf8'),
  );
  const folders = workspaces.flatMap(glob => {
    const parent = glob.replace('/*', '');
    return readdirSync(join(root, parent)).map(name => join(parent, name));
  });
  const files = [
    'yarn.lock',
    '.yarnrc.yml',
    'package.json',
    ...folders.map(folder => join(folder, 'package.json')),
  ];
  const hash = createHash('sha256');
  for (const file of files
    .filter(each => existsSync(join(root, each)))
    .sort()) {
    hash
      .update(file)
      .update('\0')
      .update(readFileSync(join(root, file)))
      .update('\0');
  }
  return hash.digest('hex');
}

/** Makes node_modules what the lockfile says. Throws Trouble with Yarn's last lines when that fails. */
export async function installDependencies(env) {
  const digest = manifestDigest();
  if (existsSync(STAMP) && readFileSync(STAMP, 'utf8') === digest) {
    say('Dependencies are as the lockfile says');
    return;
  }
  await work({
    name: 'install',
    title: 'Installing dependencies from yarn.lock',
    command: 'yarn',
    args: ['install', '--immutable'],
    options: { env: { ...env, FORCE_COLOR: '0' } },
  });
  writeFileSync(STAMP, digest);
}
