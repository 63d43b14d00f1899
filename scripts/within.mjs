// `node scripts/within.mjs COMMAND …`: runs a command with the right Node and Yarn and the dependencies installed.
import { show } from './command.mjs';
import { installDependencies } from './dependencies.mjs';
import { run } from './ending.mjs';
import { Trouble } from './say.mjs';
import { prepareToolchain } from './toolchain.mjs';

await run(async () => {
  const [command, ...args] = process.argv.slice(2);
  if (!command) {
    throw new Trouble('Give a command: node scripts/within.mjs COMMAND …');
  }
  const env = await prepareToolchain();
  await installDependencies(env);
  return show(command, args, { env });
});
