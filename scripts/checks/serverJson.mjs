// The server.json that a person copies fits the official schema, whatever the server is called and however long its texts are.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { toServerJson } from '../../plugins/sprintconnect-common/src/serverJson.ts';
import { ROOT } from '../paths.mjs';
import { preparePython } from '../preparePython.mjs';

const FOLDER = join(ROOT, 'scripts', 'checks', 'serverJson');
const FIXTURES = join(
  ROOT,
  'plugins/sprintconnect-catalog-module/src/__fixtures__/toEntity',
);

const registered = name =>
  JSON.parse(readFileSync(join(FIXTURES, `${name}.json`), 'utf8')).server;
const full = registered('full');
const SERVERS = {
  'with the least there is': registered('bare'),
  'with all there is': full,
  'with a name that begins with a dash': { ...full, name: '-s' },
  'with long texts': {
    ...full,
    name: 'n'.repeat(63),
    environment: 'e'.repeat(63),
    title: 'waves🌊'.repeat(20),
    description: 'waves🌊'.repeat(200),
  },
  'without remotes but a process': {
    ...full,
    remotes: [{ type: 'stdio', url: 'weather' }],
  },
};

const bin = await preparePython({
  name: 'server-json',
  purpose: 'the check of server.json',
  requirements: join(FOLDER, 'requirements.txt'),
  env: process.env,
});
const documents = Object.values(SERVERS).map(server =>
  JSON.parse(toServerJson(server)),
);
// Wrong on purpose: a schema that takes it checks nothing.
const wrong = { ...documents[0], description: 'd'.repeat(101) };
const { status, stdout, stderr } = spawnSync(
  join(bin, 'python'),
  [join(FOLDER, 'validate.py')],
  { input: JSON.stringify([...documents, wrong]), encoding: 'utf8' },
);
if (status !== 0) throw new Error(`validate.py failed: ${stderr}`);
const faults = JSON.parse(stdout);
const ofWrong = faults.pop();
if (ofWrong.length !== 1) {
  throw new Error(`One fault was expected of the wrong one, not: ${ofWrong}`);
}
for (const [index, name] of Object.keys(SERVERS).entries()) {
  for (const fault of faults[index]) {
    console.error(`The server.json of a server ${name}: ${fault}`);
    process.exitCode = 1;
  }
}
console.log(`server.json: ${documents.length} read`);
