const createConfig = require('@backstage/cli/config/eslint-factory');
const { importZones } = require('../../lint/importZones');
const law = require('../../lint/law');
const storeys = require('./storeys');

const MESSAGES = 'messages';
const TESTS = [
  'src/**/*.test.ts',
  'src/**/*.test.tsx',
  'src/**/__testUtils__/**',
  'dev/**',
];

const slices = storeys.flatMap(({ folders }) => folders);
const zones = [
  ...importZones({
    packageDir: __dirname,
    storeys,
    lowestRooms: [MESSAGES],
    besides: { translation: slices.map(slice => `./${slice}/${MESSAGES}`) },
  }),
  ...slices.map(slice => ({
    target: `./src/${slice}/${MESSAGES}`,
    from: './src',
    message: 'Messages are words: they import nothing.',
  })),
];

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
        'src/scaffolder/extensions.tsx',
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
