// `npm run conformance`: the official conformance suite and clients of others, unmodified, against the MCP endpoints of a real plugin, and
// the suite's client scenarios against our client for servers. Some of the parts by their names: `npm run conformance -- server client`.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { runClientScenarios } from './conformance/clientScenarios.mjs';
import { assertPath } from './conformance/assertPath.mjs';

import { runForeignClients } from './conformance/foreignClients.mjs';
import { runServerScenarios } from './conformance/serverScenarios.mjs';
import { startDoor } from './conformance/startDoor.mjs';
import { installDependencies } from './dependencies.mjs';
import { beforeEnd, run } from './ending.mjs';
import { DATA, ROOT } from './paths.mjs';
import { connectionFor } from './postgres.mjs';
import { Trouble, bold, red, say, sayWhile } from './say.mjs';
import { closingLine } from './tally.mjs';
import { prepareToolchain } from './toolchain.mjs';

const RESULTS = join(DATA, 'conformance');
const TALLY = join(DATA, 'conformance-tally.json');
const REVISIONS = ['2025-11-25', '2026-07-28'];
const PARTS = ['server', 'client', 'foreign'];

function chooseParts() {
  const asked = process.argv.slice(2);
  const unknown = asked.filter(each => !PARTS.includes(each));
  if (unknown.length > 0) {
    throw new Trouble(
      `No part is called ${unknown.join(', ')}. There are: ${PARTS.join(', ')}.`,
    );
  }
  return asked.length > 0 ? asked : PARTS;
}

/** The official suite against both kinds of endpoints, in both revisions. */
async function serverOutcomes(env, door) {
  const outcomes = [];
  for (const [kind, endpoint] of Object.entries(door.endpoints)) {
    for (const revision of REVISIONS) {
      const title = `Suite of ${revision} against the endpoint of ${kind === 'server' ? 'one server' : 'all servers'}`;
      const ran = await sayWhile(title, async () => [
        await assertPath({ door, kind, revision }),
        ...(await runServerScenarios({
          ...{ env, url: endpoint.suiteUrl, revision, kind },
          folder: join(RESULTS, kind, revision),
        })),
      ]);
      outcomes.push(
        ...ran.map(each => ({ ...each, of: `${kind}, ${revision}` })),
      );
    }
  }
  return outcomes;
}

function tell(outcomes) {
  for (const { of, name, status, why } of outcomes) {
    if (status === 'failed') console.log(`${red('✗')} ${of}: ${name}: ${why}`);
    if (status === 'skipped')
      console.log(red(`SKIPPED ${of}: ${name}: ${why}`));
  }
  const count = wanted =>
    outcomes.filter(({ status }) => status === wanted).length;
  return {
    passed: count('passed'),
    failed: count('failed'),
    skipped: count('skipped'),
    failures: outcomes
      .filter(({ status }) => status === 'failed')
      .map(({ of, name }) => `${of}: ${name}`),
  };
}

await run(async () => {
  const parts = chooseParts();
  const env = await prepareToolchain();
  await installDependencies(env);
  rmSync(RESULTS, { recursive: true, force: true });
  const outcomes = [];
  if (parts.includes('client')) {
    for (const revision of REVISIONS) {
      const ran = await sayWhile(
        `Suite of ${revision} against our client`,
        () =>
          runClientScenarios({
            env,
            revision,
            folder: join(RESULTS, 'client', revision),
          }),
      );
      outcomes.push(
        ...ran.map(each => ({ ...each, of: `client, ${revision}` })),
      );
    }
  }
  if (parts.some(each => each !== 'client')) {
    const connection = await connectionFor(env);
    if (!connection) {
      say(
        red(
          'NO POSTGRESQL: one instance answers everything, on SQLite. Install one (Debian: apt-get install postgresql).',
        ),
      );
    }
    const home = mkdtempSync(join(tmpdir(), 'sprintconnect-conformance-'));
    beforeEnd(() => rmSync(home, { recursive: true, force: true }));
    const door = await startDoor({
      env,
      home,
      connection,
      logFolder: join(RESULTS, 'logs'),
    });
    if (parts.includes('server'))
      outcomes.push(...(await serverOutcomes(env, door)));
    if (parts.includes('foreign')) {
      outcomes.push(
        ...(await runForeignClients({ env, door, folder: RESULTS })),
      );
    }
  }
  say(bold('Outcome'));
  const tally = tell(outcomes);
  writeFileSync(TALLY, JSON.stringify(tally));
  say(
    `Reports, results of each scenario and logs: ${relative(ROOT, RESULTS)}/`,
  );
  console.log(`\n${closingLine(tally)}`);
  return tally.failed > 0 ? 1 : 0;
});
