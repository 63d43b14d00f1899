// Our packages as npm would publish them, packed again only when something they are made of changed.
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { ask, work } from '../command.mjs';
import { beforeEnd } from '../ending.mjs';
import { DATA, ROOT } from '../paths.mjs';
import { Trouble, say } from '../say.mjs';

const PACKS = join(DATA, 'stock-host', 'packs');

const manifestOf = folder =>
  JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));

function publishedPackages() {
  const plugins = join(ROOT, 'plugins');
  return readdirSync(plugins)
    .map(name => join(plugins, name))
    .filter(folder => existsSync(join(folder, 'package.json')))
    .map(folder => ({ folder, name: manifestOf(folder).name }))
    .filter(({ folder }) => !manifestOf(folder).private);
}

/** Digest of all that is neither ignored by git nor a test. */
async function digestOfSources() {
  const listed = await ask(
    'git',
    [
      ...['ls-files', '-z', '--cached', '--others', '--exclude-standard'],
      ...['plugins', 'tsconfig.json', 'yarn.lock'],
    ],
    { cwd: ROOT },
  );
  if (!listed) throw new Trouble('git does not list the files of plugins/.');
  const hash = createHash('sha256');
  for (const file of listed.split('\0').filter(Boolean)) {
    if (!/\.test\.tsx?$/.test(file) && existsSync(join(ROOT, file))) {
      hash.update(`${file}\0`).update(readFileSync(join(ROOT, file)));
    }
  }
  return hash.digest('hex').slice(0, 16);
}

const fileOf = name => `${name.replace('@', '').replace('/', '-')}.tgz`;

/** While a package is packed, Backstage has changed its package.json: an end in between would leave it so. */
function restoring(folder) {
  const manifest = join(folder, 'package.json');
  const text = readFileSync(manifest);
  return () => {
    writeFileSync(manifest, text);
    rmSync(`${manifest}-prepack`, { force: true });
  };
}

async function packAll(packages, { folder, env }) {
  rmSync(PACKS, { recursive: true, force: true });
  const unfinished = `${folder}-unfinished`;
  mkdirSync(unfinished, { recursive: true });
  await work({
    name: 'stock-host-types',
    title: 'Type declarations',
    command: 'tsc',
    args: [],
    options: { env },
  });
  await work({
    name: 'stock-host-build',
    title: 'Building the packages',
    command: 'backstage-cli',
    args: ['repo', 'build'],
    options: { env },
  });
  for (const { name, folder: cwd } of packages) {
    const forget = beforeEnd(restoring(cwd));
    await work({
      name: 'stock-host-pack',
      title: `Packing ${name}`,
      command: 'yarn',
      args: ['pack', '--out', join(unfinished, fileOf(name))],
      options: { cwd, env },
    });
    forget();
  }
  renameSync(unfinished, folder);
}

/**
 * Answers {name, tarball, manifest} of each published package: the path of its tarball, and the package.json in that,
 * which differs from ours as `publishConfig` and `workspace:` say.
 */
export async function packPlugins(env) {
  const packages = publishedPackages();
  const folder = join(PACKS, await digestOfSources());
  if (existsSync(folder)) {
    say('The packed plugins are current');
  } else {
    await packAll(packages, { folder, env });
  }
  return Promise.all(
    packages.map(async ({ name }) => {
      const tarball = join(folder, fileOf(name));
      const manifest = await ask('tar', [
        ...['-xzOf', tarball, 'package/package.json'],
      ]);
      if (!manifest) throw new Trouble(`${tarball} holds no package.json.`);
      return { name, tarball, manifest: JSON.parse(manifest) };
    }),
  );
}
