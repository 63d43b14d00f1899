// `npm run test:often -- FILES [--times N]`: runs test files N times (default 5), and N times more with every core kept
// busy. A test that fails now and then shows itself.
import { installDependencies } from './dependencies.mjs';
import { run } from './ending.mjs';
import { quietThenBusy, readOftenArguments } from './often.mjs';
import { runRound } from './rounds.mjs';
import { closingLine, sum } from './tally.mjs';
import { environmentWithServices } from './testServices.mjs';
import { prepareToolchain } from './toolchain.mjs';

await run(async () => {
  const { files, times } = readOftenArguments(process.argv.slice(2));
  const toolchain = await prepareToolchain();
  await installDependencies(toolchain);
  const { env } = await environmentWithServices(toolchain);
  const tallies = [];
  for (const round of quietThenBusy(times)) {
    tallies.push(await runRound(env, { files, round }));
  }
  const total = sum(tallies);
  console.log(`\n${closingLine(total)}`);
  return total.failed || !total.passed ? 1 : 0;
});
