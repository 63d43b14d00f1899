// Which ports are free, and who holds those that are not.
import { readFileSync, readdirSync, readlinkSync } from 'node:fs';
import { createServer } from 'node:net';
import { ask } from './command.mjs';
import { Trouble } from './say.mjs';

const LISTENING = '0A';
// A server on one of these addresses is in the way of ours, whichever of them ours takes.
const ADDRESSES = ['127.0.0.1', '::1', '0.0.0.0', '::'];

const tryListen = (port, host) =>
  new Promise(resolve => {
    const server = createServer();
    server.once('error', error => resolve(error.code));
    server.listen({ port, host, exclusive: true }, () =>
      server.close(() => resolve(undefined)),
    );
  });

/** True when something listens on the port, on any address by which this machine would reach it. */
export async function isTaken(port) {
  for (const host of ADDRESSES) {
    if ((await tryListen(port, host)) === 'EADDRINUSE') {
      return true;
    }
  }
  return false;
}

/** A port of loopback that is free now. */
export const freePort = () =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });

function socketsOn(port) {
  const wanted = port.toString(16).toUpperCase().padStart(4, '0');
  return ['/proc/net/tcp', '/proc/net/tcp6'].flatMap(file =>
    readFileSync(file, 'utf8')
      .trim()
      .split('\n')
      .slice(1)
      .map(line => line.trim().split(/\s+/))
      .filter(
        ([, local, , state]) =>
          local.endsWith(`:${wanted}`) && state === LISTENING,
      )
      .map(fields => `socket:[${fields[9]}]`),
  );
}

function holdsOneOf(pid, sockets) {
  try {
    return readdirSync(`/proc/${pid}/fd`).some(fd => {
      try {
        return sockets.includes(readlinkSync(`/proc/${pid}/fd/${fd}`));
      } catch {
        return false; // closed while we looked
      }
    });
  } catch {
    return false; // ended while we looked, or of another user
  }
}

/** Answers `{pid, command}` of the process that listens on the port, or undefined when it cannot be learnt. */
export async function holderOf(port) {
  if (process.platform === 'linux') {
    const sockets = socketsOn(port);
    const pid = readdirSync('/proc').find(
      name => /^\d+$/.test(name) && holdsOneOf(name, sockets),
    );
    return (
      pid && {
        pid: Number(pid),
        command: readFileSync(`/proc/${pid}/cmdline`, 'utf8')
          .split('\0')
          .join(' ')
          .trim(),
      }
    );
  }
  const pid = (
    await ask('lsof', ['-t', `-iTCP:${port}`, '-sTCP:LISTEN'])
  )?.split('\n')[0];
  return (
    pid && {
      pid: Number(pid),
      command: (await ask('ps', ['-o', 'command=', '-p', pid])) ?? '',
    }
  );
}

/** Throws Trouble that names every taken port of `needs` ({port, what, variable?}), its holder, and the way out. */
export async function requireFree(needs) {
  const complaints = [];
  for (const { port, what, variable } of needs) {
    if (await isTaken(port)) {
      const holder = await holderOf(port);
      const who = holder
        ? `process ${holder.pid} (${holder.command.slice(0, 120)})`
        : 'another process';
      const other = variable
        ? `, or choose another port: ${variable}=${port + 10} npm start`
        : '';
      complaints.push(
        `Port ${port}, which the ${what} needs, is already used by ${who}.\n` +
          `  ${holder ? `Stop it with: kill ${holder.pid}` : 'Stop that process'}${other}`,
      );
    }
  }
  if (complaints.length) {
    throw new Trouble(complaints.join('\n'));
  }
}
