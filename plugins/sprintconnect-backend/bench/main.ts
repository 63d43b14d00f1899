/**
 * `npm run bench`, or one of them: `npm run bench -- restLatency`. Ends with 1 when a goal is missed. `soak` takes hours, `doorForLong` ten
 * minutes for each database: they run only when they are asked for.
 */
import { availableParallelism, loadavg } from 'node:os';
import { accessCost } from './accessCost';
import { auditExport } from './auditExport';
import { callList } from './callList';
import { callLog } from './callLog';
import { credentialCost } from './credentialCost';
import { channelCost } from './channelCost';
import { discoveryOfMany } from './discoveryOfMany';
import { discoveryOfOne } from './discoveryOfOne';
import { door } from './door';
import { doorForLong } from './doorForLong';
import { egressRules } from './egressRules';
import { eventDelay } from './eventDelay';
import { healthHistory } from './healthHistory';
import { healthRollup } from './healthRollup';
import { healthProbes } from './healthProbes';
import { idEnumeration } from './idEnumeration';
import { idleCost } from './idleCost';
import { oauthToken } from './oauthToken';
import { restLatency } from './restLatency';
import { allMet, formatResults, type Result } from './Result';
import { searchQuality } from './searchQuality';
import { searchSpeed } from './searchSpeed';
import { secrets } from './secrets';
import { silentNames } from './silentNames';
import { soak } from './soak';
import { toolsList } from './toolsList';

const BENCHMARKS = {
  discoveryOfOne,
  accessCost,
  idEnumeration,
  auditExport,
  callList,
  callLog,
  toolsList,
  channelCost,
  credentialCost,
  door,
  egressRules,
  discoveryOfMany,
  oauthToken,
  restLatency,
  eventDelay,
  healthHistory,
  healthRollup,
  healthProbes,
  searchQuality,
  searchSpeed,
  secrets,
  silentNames,
  idleCost,
};

/** Too long for every run: only by their names. */
const ON_REQUEST = { soak, doorForLong };

/** Beside the figures, because on a busy machine they say less about us. */
const load = () =>
  `load ${loadavg()[0].toFixed(1)} on ${availableParallelism()} cores`;

async function main() {
  const asked = process.argv.slice(2);
  const all = { ...BENCHMARKS, ...ON_REQUEST };
  const names = Object.keys(all) as Array<keyof typeof all>;
  const unknown = asked.filter(name => !names.includes(name as never));
  if (unknown.length > 0)
    throw new Error(
      `No benchmark is called ${unknown}. There are: ${names.join(', ')}`,
    );

  const results: Result[] = [];
  for (const name of names.filter(
    each => asked.includes(each) || (asked.length === 0 && each in BENCHMARKS),
  )) {
    process.stdout.write(`${name} … `);
    const started = performance.now();
    results.push(...(await all[name]()));
    const seconds = (performance.now() - started) / 1000;
    process.stdout.write(`${seconds.toFixed(0)} s, ${load()}\n`);
  }
  process.stdout.write(`\n${formatResults(results)}\n`);
  process.exit(allMet(results) ? 0 : 1);
}

main().catch(error => {
  process.stderr.write(`${error.stack}\n`);
  process.exit(2);
});
