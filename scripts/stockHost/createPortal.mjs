// A portal as `create-app` of Backstage makes it, and what the README says is added to it.
import { createHash } from 'node:crypto';
import {
  appendFileSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { work } from '../command.mjs';
import { DATA, ROOT } from '../paths.mjs';
import { Trouble } from '../say.mjs';

/** Makes portals of the release that backstage.json names. */
const CREATE_APP = '@backstage/create-app@0.9.2';
const CACHE = join(DATA, 'stock-host');
const LOCK = join(CACHE, 'yarn.lock');
/** Outside of the checkout, whose node_modules would give a package what it forgot to ask for. One for each checkout. */
const PORTAL = join(
  tmpdir(),
  `sprintconnect-stock-host-${createHash('sha256').update(ROOT).digest('hex').slice(0, 8)}`,
);

const readJson = file => JSON.parse(readFileSync(file, 'utf8'));
const writeJson = (file, content) =>
  writeFileSync(file, `${JSON.stringify(content, null, 2)}\n`);

/** Runs the real `create-app` over an empty folder; what was installed there the last time stays. */
async function createApp(env) {
  mkdirSync(PORTAL, { recursive: true });
  for (const name of readdirSync(PORTAL)) {
    if (name !== 'node_modules') {
      rmSync(join(PORTAL, name), { recursive: true, force: true });
    }
  }
  mkdirSync(CACHE, { recursive: true });
  await work({
    name: 'stock-host-create',
    title: `A portal by ${CREATE_APP}`,
    command: 'npm',
    args: [
      ...['exec', '--yes', '--package', CREATE_APP, '--'],
      ...['backstage-create-app', '--path', PORTAL, '--skip-install'],
    ],
    options: { cwd: tmpdir(), env: { ...env, BACKSTAGE_APP_NAME: 'stock' } },
  });
  const [ours, theirs] = [ROOT, PORTAL].map(
    folder => readJson(join(folder, 'backstage.json')).version,
  );
  if (ours !== theirs) {
    throw new Trouble(
      `${CREATE_APP} makes portals of Backstage ${theirs}, and ours is ${ours}. Name the fitting one in scripts/stockHost/createPortal.mjs.`,
    );
  }
}

/** The packages of Backstage in exactly the versions of its release: with `^` some would be of a later one. */
function exactly(dependencies = {}) {
  return Object.fromEntries(
    Object.entries(dependencies).map(([name, range]) => [
      name,
      name.startsWith('@backstage/') ? range.replace(/^\^/, '') : range,
    ]),
  );
}

/**
 * What no portal has, and this one needs to be made anywhere, at any time: the versions of the release, and our versions of
 * what both have (decisions 7 and 61).
 */
function pinVersions() {
  const pinned = ['.', 'packages/app', 'packages/backend'];
  for (const folder of pinned) {
    const file = join(PORTAL, folder, 'package.json');
    const manifest = readJson(file);
    writeJson(file, {
      ...manifest,
      dependencies: exactly(manifest.dependencies),
      devDependencies: exactly(manifest.devDependencies),
      ...(manifest.resolutions && {
        resolutions: {
          ...manifest.resolutions,
          ...readJson(join(ROOT, 'package.json')).resolutions,
        },
      }),
    });
  }
  copyFileSync(
    existsSync(LOCK) ? LOCK : join(ROOT, 'yarn.lock'),
    join(PORTAL, 'yarn.lock'),
  );
}

const install = (env, [command, ...args]) =>
  work({
    name: 'stock-host-install',
    title: [command, ...args].join(' '),
    command,
    args,
    options: { cwd: PORTAL, env },
  });

/** Lines of the README go before the line that starts the backend. */
function addToBackend(lines) {
  const file = join(PORTAL, 'packages', 'backend', 'src', 'index.ts');
  const source = readFileSync(file, 'utf8');
  const start = 'backend.start();';
  if (!source.includes(start)) {
    throw new Trouble(`${file} has no line "${start}".`);
  }
  writeFileSync(file, source.replace(start, `${lines.join('\n')}\n\n${start}`));
}

/**
 * Makes the portal and adds our packages by `steps` ({commands, backendLines}) from the registry at `registry`. `config` is
 * its app-config.local.yaml. Answers {folder, env} to start it with.
 */
export async function createPortal({ env, registry, steps, config }) {
  const yarn = {
    ...env,
    YARN_ENABLE_SCRIPTS: 'false',
    YARN_ENABLE_IMMUTABLE_INSTALLS: 'false',
    YARN_ENABLE_TELEMETRY: 'false',
    YARN_NPM_MINIMAL_AGE_GATE: '0',
    // Else `yarn add` asks a search engine about types, and crashes where there is no way to it.
    YARN_TS_ENABLE_AUTO_TYPES: 'false',
    FORCE_COLOR: '0',
  };
  await createApp(env);
  pinVersions();
  await install(yarn, ['yarn', 'install']);
  copyFileSync(join(PORTAL, 'yarn.lock'), LOCK);
  appendFileSync(
    join(PORTAL, '.yarnrc.yml'),
    `\nnpmScopes:\n  sprintconnect:\n    npmRegistryServer: ${registry}\nunsafeHttpWhitelist: [127.0.0.1]\n`,
  );
  for (const command of steps.commands) {
    await install(yarn, ['sh', '-c', command]);
  }
  addToBackend(steps.backendLines);
  writeJson(join(PORTAL, 'app-config.local.yaml'), config); // JSON is YAML
  return { folder: PORTAL, env: yarn };
}
