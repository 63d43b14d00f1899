#!/usr/bin/env node
// The command `sprintconnect-audit`. Start it where the backend starts, because paths in its configuration may be relative.
const { existsSync } = require('node:fs');
const { createRequire } = require('node:module');
const { join, resolve } = require('node:path');

// In a checkout the sources are TypeScript; what is published is built.
if (existsSync(join(__dirname, '../src/index.ts'))) {
  require('@backstage/cli/config/nodeTransform.cjs');
}

/** The host's own copies, because it is the host's configuration and database. */
const hostRequire = createRequire(join(process.cwd(), 'package.json'));

/** Yarn runs scripts elsewhere than where they are called. */
const called = process.env.INIT_CWD ?? process.cwd();
const PATHS = ['--config', '--anchors'];
const args = process.argv
  .slice(2)
  .map((word, index, words) =>
    PATHS.includes(words[index - 1]) ? resolve(called, word) : word,
  );

const silent = () => {};
const logger = {
  error: message => process.stderr.write(`${message}\n`),
  warn: silent,
  info: silent,
  debug: silent,
  child: () => logger,
};
const lifecycle = { addStartupHook: silent, addShutdownHook: silent };

async function main() {
  const { ConfigSources } = hostRequire('@backstage/config-loader');
  const { DatabaseManager } = hostRequire(
    '@backstage/backend-defaults/database',
  );
  const { runAuditCommand } = require('..');
  process.exitCode = await runAuditCommand({
    args,
    config: () =>
      ConfigSources.toConfig(
        ConfigSources.default({ argv: args, watch: false }),
      ),
    database: config =>
      DatabaseManager.fromConfig(config)
        .forPlugin('sprintconnect', { logger, lifecycle })
        .getClient(),
    write: text => process.stdout.write(text),
  });
  // The pool of the database would keep the process.
  process.stdout.write('', () => process.exit());
}

main().catch(error => {
  process.stderr.write(`${error.stack}\n`);
  process.exit(2);
});
