import { execFile, execFileSync } from 'node:child_process';
import {
  chownSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  rmSync,
} from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { freePort } from 'testing';

const run = promisify(execFile);
const DEBIAN = '/usr/lib/postgresql';

/** A PostgreSQL of one test, to be restarted and held still. */
export interface OwnPostgres {
  connection: { host: string; port: number; user: string };
  /** As `pg_ctl restart` does it: `fast` ends sessions, `immediate` is a crash and a recovery. */
  restart(mode: 'fast' | 'immediate'): Promise<void>;
  stop(): Promise<void>;
  start(): Promise<void>;
  /** All of its processes stop where they are: connections stay open and nobody answers. */
  freeze(): Promise<void>;
  thaw(): void;
  close(): Promise<void>;
}

/** Where `initdb` and `pg_ctl` are. Undefined where they are not installed and that is said to be meant. */
export function findPostgres(): string | undefined {
  const bin = (existsSync(DEBIAN) ? readdirSync(DEBIAN) : [])
    .sort((a, b) => Number(b) - Number(a))
    .map(version => join(DEBIAN, version, 'bin'))
    .find(folder => existsSync(join(folder, 'pg_ctl')));
  if (!bin && process.env.CI && !process.env.SPRINTCONNECT_WITHOUT_POSTGRES) {
    throw new Error(`There is no PostgreSQL in ${DEBIAN}`);
  }
  return bin;
}

/** Starts a PostgreSQL from the binaries in `bin`, on a free port of loopback. It refuses to run as root. */
export async function startPostgres(bin: string): Promise<OwnPostgres> {
  const home = mkdtempSync(join(tmpdir(), 'sprintconnect-restart-'));
  const data = join(home, 'data');
  const port = await freePort();
  const user = process.getuid?.() === 0 ? userPostgres() : undefined;
  if (user) chownSync(home, user.uid, user.gid);
  const as = { ...user, cwd: home };
  const pgCtl = (...args: string[]) =>
    run(join(bin, 'pg_ctl'), ['-D', data, '-w', ...args], as);
  await run(
    join(bin, 'initdb'),
    ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--no-sync'],
    as,
  );
  const options = [
    `-p ${port} -h 127.0.0.1 -k ""`,
    '-c fsync=off -c full_page_writes=off -c max_connections=50',
  ].join(' ');
  const start = async () => {
    await pgCtl('-l', join(home, 'log'), '-o', options, 'start');
  };
  await start();
  let frozen: number[] = [];
  const thaw = () => {
    for (const pid of frozen.splice(0)) process.kill(pid, 'SIGCONT');
  };
  return {
    connection: { host: '127.0.0.1', port, user: 'postgres' },
    start,
    async restart(mode) {
      await pgCtl(
        '-m',
        mode,
        '-l',
        join(home, 'log'),
        '-o',
        options,
        'restart',
      );
    },
    async stop() {
      await pgCtl('-m', 'fast', 'stop');
    },
    async freeze() {
      const [first] = (
        await readFile(join(data, 'postmaster.pid'), 'utf8')
      ).split('\n');
      const postmaster = Number(first);
      // The one that makes new processes first, so that none is left out.
      process.kill(postmaster, 'SIGSTOP');
      const { stdout } = await run('ps', ['-o', 'pid=', '--ppid', first]);
      const children = stdout.split('\n').map(Number).filter(Boolean);
      for (const pid of children) process.kill(pid, 'SIGSTOP');
      frozen = [...children, postmaster];
    },
    thaw,
    async close() {
      thaw();
      await pgCtl('-m', 'immediate', 'stop').catch(() => {});
      rmSync(home, { recursive: true, force: true });
    },
  };
}

function userPostgres(): { uid: number; gid: number } {
  const idOf = (flag: string) =>
    Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }));
  return { uid: idOf('-u'), gid: idOf('-g') };
}
