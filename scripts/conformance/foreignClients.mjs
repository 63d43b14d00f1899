// Clients of others, as they come, each with a key: what they see at the endpoints must be what is there.
import { execFile } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { ask } from '../command.mjs';
import { prepareNpm } from '../prepareNpm.mjs';
import { preparePython } from '../preparePython.mjs';
import { sayWhile } from '../say.mjs';
import { useInspector } from './clients/useInspector.mjs';
import { useMcpRemote } from './clients/useMcpRemote.mjs';

const CLIENTS = join(import.meta.dirname, 'clients');
const PACKAGES = {
  '@modelcontextprotocol/inspector': '2.12.0',
  'mcp-remote': '0.15.1',
};
/** Each with the list of what its environment holds: the two need different releases of `mcp`. */
const PYTHON = {
  'Python mcp': { script: 'use_mcp.py', list: 'mcp' },
  'Python fastmcp': { script: 'use_fastmcp.py', list: 'mcp' },
  'LangGraph agent': { script: 'use_langgraph.py', list: 'langgraph' },
};

/** What must be seen, of tests in the words of a report. A client without `progress` cannot show any. */
const TESTS = {
  'lists tools': ({ tools }, prefix) =>
    ['test_simple_text', 'get_forecast'].every(name =>
      tools.includes(prefix + name),
    ),
  'calls a tool': ({ called }) =>
    called === 'This is a simple text response for testing.',
  // The client of the SDK forgets what comes together with the answer, so that it may miss the last.
  'hears of progress': ({ progress }) =>
    progress === undefined ||
    ['0', '0,50', '0,50,100'].includes(progress.join()),
  'reads a resource': ({ read }) =>
    read === 'This is the content of the static text resource.',
  'gets a prompt': ({ prompt }) =>
    prompt === "Prompt with arguments: arg1='a', arg2='b'",
  'is told in words why a call is refused': ({ refused }) =>
    refused === "The arguments don't fit: arguments.place is required.",
};

/** Of one client at one endpoint. */
export function judgeSeen(seen, prefix) {
  return Object.entries(TESTS).map(([name, holds]) => {
    if (holds(seen, prefix)) return { name, status: 'passed' };
    return {
      name,
      status: 'failed',
      why: JSON.stringify(seen).slice(0, 2_000),
    };
  });
}

const failedWhole = why =>
  Object.keys(TESTS).map(name => ({ name, status: 'failed', why }));

/** Runs a client at both endpoints. One that ends badly has failed in everything. */
async function outcomesOf({ client, endpoints, use }) {
  const outcomes = [];
  const kinds = Object.entries(endpoints);
  const seen = await sayWhile(client, () =>
    use(kinds.map(([kind, endpoint]) => ({ ...endpoint, kind }))),
  ).catch(error => error);
  for (const [index, [kind, { prefix }]] of kinds.entries()) {
    const of = `${client}, endpoint of ${kind === 'server' ? 'one server' : 'all servers'}`;
    const judged =
      seen instanceof Error
        ? failedWhole(seen.message.slice(-2_000))
        : judgeSeen(seen[index], prefix);
    outcomes.push(...judged.map(each => ({ ...each, of })));
  }
  return outcomes;
}

const oneByOne = use => async endpoints => {
  const seen = [];
  for (const endpoint of endpoints) seen.push(await use(endpoint));
  return seen;
};

async function runNpmClients({ env, door, folder }) {
  const bin = await prepareNpm({
    ...{ name: 'mcp-clients', packages: PACKAGES, env },
  });
  // They keep what they know under the home of who runs them.
  const home = join(folder, 'home');
  mkdirSync(home, { recursive: true });
  const task = command => ({
    key: door.key,
    command: join(bin, command),
    env: { ...env, HOME: home },
  });
  const clients = {
    'Inspector command line': endpoint =>
      useInspector(task('mcp-inspector'), endpoint),
    'mcp-remote': endpoint => useMcpRemote(task('mcp-remote'), endpoint),
  };
  const outcomes = [];
  for (const [client, use] of Object.entries(clients)) {
    outcomes.push(
      ...(await outcomesOf({
        ...{ client, endpoints: door.endpoints, use: oneByOne(use) },
      })),
    );
  }
  return outcomes;
}

function runScript({ python, script, env, key }, endpoints) {
  const told = JSON.stringify({ key, endpoints });
  return new Promise((resolve, reject) => {
    execFile(
      python,
      [join(CLIENTS, script)],
      {
        env: {
          ...env,
          CONFORMANCE_TASK: told,
          PYTHONDONTWRITEBYTECODE: '1',
        },
        timeout: 120_000,
        maxBuffer: 8_000_000,
      },
      (error, stdout) => (error ? reject(error) : resolve(JSON.parse(stdout))),
    );
  });
}

/** Where there is no Python the clients are skipped, and said to be; where services are required they have failed. */
async function runPythonClients({ env, door }) {
  if ((await ask('python3', ['-c', 'import ensurepip'])) === undefined) {
    const why =
      'it needs Python 3.10 or newer with venv (Debian: apt-get install python3-venv)';
    return Object.keys(PYTHON).map(of => ({
      ...{ of, name: 'everything', why },
      status: env.SPRINTCONNECT_REQUIRE_SERVICES ? 'failed' : 'skipped',
    }));
  }
  const outcomes = [];
  for (const [client, { script, list }] of Object.entries(PYTHON)) {
    const bin = await preparePython({
      name: `clients-${list}`,
      purpose: client,
      requirements: join(CLIENTS, `requirements-${list}.txt`),
      env,
    });
    const python = join(bin, 'python');
    outcomes.push(
      ...(await outcomesOf({
        client,
        endpoints: door.endpoints,
        use: endpoints =>
          runScript({ python, script, env, key: door.key }, endpoints),
      })),
    );
  }
  return outcomes;
}

/** Lets each client list, call, read, get and be refused, at both endpoints of `door`; answers outcomes. */
export async function runForeignClients({ env, door, folder }) {
  return [
    ...(await runNpmClients({ env, door, folder })),
    ...(await runPythonClients({ env, door })),
  ];
}
