const fs = require('node:fs');
const storeys = require('./storeys');

const zones = [
  {
    target: './src/ports',
    from: './src',
    except: ['./ports'],
    message: 'ports/ describes needs; it depends on nothing of ours.',
  },
];
const doorsBelow = [];
for (const { folders, plumbing } of storeys) {
  for (const folder of folders) {
    zones.push({
      target: `./src/${folder}/**/!(*.test).ts`,
      from: './src',
      except: [`./${folder}`, './ports', ...doorsBelow],
      message: `${folder}/ may import ports/ and lower front doors only. See storeys.js.`,
    });
  }
  if (!plumbing) {
    doorsBelow.push(...folders.map(folder => `./${folder}/index.ts`));
  }
}

const placed = new Set([
  'ports',
  '__testUtils__',
  ...storeys.flatMap(storey => storey.folders),
]);
const homeless = fs
  .readdirSync(`${__dirname}/src`, { withFileTypes: true })
  .filter(entry => entry.isDirectory() && !placed.has(entry.name));
if (homeless.length) {
  throw new Error(
    `Give ${homeless.map(entry => entry.name)} a storey in storeys.js`,
  );
}

module.exports = require('@backstage/cli/config/eslint-factory')(__dirname);
