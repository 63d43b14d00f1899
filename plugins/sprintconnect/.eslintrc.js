const fs = require('node:fs');
const path = require('node:path');
const createConfig = require('@backstage/cli/config/eslint-factory');
const law = require('../../lint/law');
const storeys = require('./storeys');

const SLICES = `${__dirname}/src`;
const MESSAGES = 'messages';
const FOR_TESTS = '__testUtils__';
const TESTS = [
  'src/**/*.test.ts',
  'src/**/*.test.tsx',
  `src/**/${FOR_TESTS}/**`,
  'dev/**',
];

/** What stands in a folder of src/: the folders that the law speaks of, and its files. */
function contentsOf(folder) {
  const entries = fs.readdirSync(`${SLICES}/${folder}`, {
    withFileTypes: true,
  });
  const names = of => entries.filter(of).map(({ name }) => name);
  return {
    folders: names(entry => entry.isDirectory()).filter(
      name => name !== FOR_TESTS && name !== MESSAGES,
    ),
    files: names(entry => entry.isFile()),
  };
}

/** All folders of `folder` must be among `placed`, or the law would be silent about them. */
function requirePlaces(folder, placed) {
  const homeless = contentsOf(folder)
    .folders.filter(each => !placed.includes(each))
    .map(each => path.posix.join(folder, each));
  if (homeless.length > 0) {
    throw new Error(`Give ${homeless.join(', ')} a storey in storeys.js`);
  }
}

const storeysOfRooms = Object.assign({}, ...storeys.map(({ rooms }) => rooms));

/** Each room of a slice may import the rooms below it, and has rooms itself, or none. */
function zonesOfRooms(slice) {
  const storeysHere = storeysOfRooms[slice] ?? [];
  requirePlaces(slice, storeysHere.flat());
  const zones = [];
  const below = [`./${MESSAGES}`];
  for (const rooms of storeysHere) {
    for (const room of rooms) {
      zones.push(
        {
          target: `./src/${slice}/${room}`,
          from: `./src/${slice}`,
          except: [`./${room}`, ...below],
          message: `${slice}/${room}/ may import lower rooms of ${slice}/ only. See storeys.js.`,
        },
        ...zonesOfRooms(`${slice}/${room}`),
      );
    }
    below.push(...rooms.map(room => `./${room}`));
  }
  return zones;
}

const zones = [];
const doorsBelow = [];
const slices = storeys.flatMap(({ folders }) => folders);
const messages = slices.map(slice => `./${slice}/${MESSAGES}`);
requirePlaces('.', slices);
for (const { folders } of storeys) {
  for (const folder of folders) {
    const words = folder === 'translation' ? messages : [];
    zones.push(
      {
        target: `./src/${folder}`,
        from: './src',
        except: [`./${folder}`, ...words, ...doorsBelow],
        message: `${folder}/ may import lower front doors only. See storeys.js.`,
      },
      {
        target: `./src/${folder}/${MESSAGES}`,
        from: './src',
        message: 'Messages are words: they import nothing.',
      },
      ...zonesOfRooms(folder),
    );
  }
  doorsBelow.push(...folders.map(folder => `./${folder}/index.ts`));
}
zones.push({
  target: './src/*.{ts,tsx}',
  from: './src',
  except: [...doorsBelow, ...contentsOf('.').files.map(file => `./${file}`)],
  message: 'Import the front door of a slice.',
});

const config = createConfig(__dirname, {
  settings: law.resolver,
  // JSX is markup: a page may be longer than a verb.
  rules: {
    ...law.sizes({ functionLines: 120 }),
    ...law.imports(),
    ...law.signals,
    ...law.formats,
    'import/no-restricted-paths': ['error', { basePath: __dirname, zones }],
  },
  testRules: law.testSizes,
  overrides: [
    {
      files: ['src/format/**'],
      rules: { 'no-restricted-globals': 'off' },
    },
    // What we put on pages of other plugins are blueprints of their alpha entry points.
    {
      files: [
        'src/entity/extensions.tsx',
        'src/home/extensions.tsx',
        'src/search/extensions.tsx',
      ],
      rules: law.imports({ alpha: true }),
    },
    {
      // Tests render slices as the portal does, and look at what stands behind a door.
      files: TESTS,
      rules: {
        ...law.testSizes,
        '@typescript-eslint/no-restricted-imports': 'off',
        'import/no-restricted-paths': 'off',
      },
    },
  ],
});

module.exports = law.everywhere(config);
