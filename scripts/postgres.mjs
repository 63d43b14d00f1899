// A PostgreSQL of our own for one run of the tests or benchmarks: data in a temporary folder, a free port of loopback, a password
// nobody else knows, and gone at the end.
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chownSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ask } from './command.mjs';
import { beforeEnd } from './ending.mjs';
import { freePort } from './ports.mjs';
import { Trouble, say } from './say.mjs';

/** Names a PostgreSQL that runs, for tests and benchmarks. */
export const CONNECTION =
  'BACKSTAGE_TEST_DATABASE_POSTGRES15_CONNECTION_STRING';

const DEBIAN = '/usr/lib/postgresql';
const READY_MS = 30_000;
const sleep = ms => new Promise(resolve => setTimeout(resolve, ms));

/** The folder with initdb and postgres of the newest installed PostgreSQL, or undefined. */
async function findPostgres() {
  const versions = existsSync(DEBIAN) ? readdirSync(DEBIAN) : [];
  const folders = versions
    .sort((a, b) => Number(b) - Number(a))
    .map(version => join(DEBIAN, version, 'bin'));
  const other = await ask('pg_config', ['--bindir']);
  return [...folders, ...(other ? [other] : [])].find(
    folder =>
      existsSync(join(folder, 'initdb')) &&
      existsSync(join(folder, 'postgres')),
  );
}

/** PostgreSQL refuses to run as root: then it runs as its own user. */
async function userToRunAs() {
  if (process.getuid?.() !== 0) {
    return {};
  }
  const [uid, gid] = await Promise.all([
    ask('id', ['-u', 'postgres']),
    ask('id', ['-g', 'postgres']),
  ]);
  if (!uid || !gid) {
    throw new Trouble(
      'PostgreSQL does not run as root, and there is no user "postgres" to run it as.',
    );
  }
  return { uid: Number(uid), gid: Number(gid) };
}

async function initialise({ bin, home, password, user }) {
  const data = join(home, 'data');
  const passwordFile = join(home, 'password');
  writeFileSync(passwordFile, password, { mode: 0o600 });
  if (user.uid) {
    chownSync(home, user.uid, user.gid);
    chownSync(passwordFile, user.uid, user.gid);
  }
  const args = [
    ...['-D', data, '-U', 'postgres', '-E', 'UTF8', '--locale=C', '--no-sync'],
    ...['-A', 'scram-sha-256', `--pwfile=${passwordFile}`],
  ];
  const options = { ...user, cwd: home, timeout: 60_000 };
  if ((await ask(join(bin, 'initdb'), args, options)) === undefined) {
    throw new Trouble(
      `${join(bin, 'initdb')} could not make a database in ${home}.`,
    );
  }
  return data;
}

async function untilReady({ bin, port, child }) {
  const deadline = Date.now() + READY_MS;
  const args = ['-q', '-h', '127.0.0.1', '-p', String(port)];
  while ((await ask(join(bin, 'pg_isready'), args)) === undefined) {
    if (child.exitCode !== null || Date.now() > deadline) {
      throw new Trouble('The PostgreSQL of this run did not start.');
    }
    await sleep(100);
  }
}

/** Starts a PostgreSQL from the binaries in `bin`; answers its connection string. It stops when the script ends. */
async function startPostgres(bin) {
  const user = await userToRunAs();
  const home = mkdtempSync(join(tmpdir(), 'sprintconnect-pg-'));
  beforeEnd(() => rmSync(home, { recursive: true, force: true }));
  const password = randomBytes(18).toString('hex');
  const data = await initialise({ bin, home, password, user });
  const port = await freePort();
  const settings = {
    port,
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    fsync: 'off',
    synchronous_commit: 'off',
    full_page_writes: 'off',
    max_connections: 300,
  };
  const args = Object.entries(settings).flatMap(([name, value]) => [
    '-c',
    `${name}=${value}`,
  ]);
  // Detached: a Ctrl-C at the terminal must not take the database away from tests that still end themselves.
  const child = spawn(join(bin, 'postgres'), ['-D', data, ...args], {
    ...user,
    cwd: home,
    detached: true,
    stdio: 'ignore',
  });
  const ended = new Promise(resolve => child.once('exit', resolve));
  beforeEnd(() => child.kill('SIGINT') && ended); // SIGINT: "fast shutdown"
  await untilReady({ bin, port, child });
  say(`PostgreSQL from ${bin} on port ${port}`);
  return `postgresql://postgres:${password}@127.0.0.1:${port}`;
}

/** The connection string that `env` names, else that of a PostgreSQL of our own; undefined where none is installed. */
export async function connectionFor(env) {
  if (env[CONNECTION]) {
    say(`PostgreSQL as ${CONNECTION} says`);
    return env[CONNECTION];
  }
  const bin = await findPostgres();
  return bin && startPostgres(bin);
}
