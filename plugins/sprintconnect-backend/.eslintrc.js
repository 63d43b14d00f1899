const createConfig = require('@backstage/cli/config/eslint-factory');
const { importZones } = require('../../lint/importZones');
const law = require('../../lint/law');
const storeys = require('./storeys');

// Behind ports: who is not named here is given plumbing, and does not know which it is.
const PLUMBERS = ['openPlumbing', 'runAuditCommand', 'config', '*.test'];
const plumbing = storeys
  .filter(storey => storey.plumbing)
  .flatMap(({ folders }) => folders);
const zones = [
  {
    target: './src/ports',
    from: './src',
    except: ['./ports'],
    message: 'ports/ describes needs; it depends on nothing of ours.',
  },
  {
    target: `./src/!(${PLUMBERS.join('|')}).ts`,
    from: plumbing.map(folder => `./src/${folder}`),
    message:
      'Only openPlumbing.ts names plumbing. Take from the Plumbing that it gives.',
  },
  ...importZones({ packageDir: __dirname, storeys, ground: ['ports'] }),
];

const QUERY = {
  selector:
    "CallExpression[callee.name=/^(tx|trx|knex|reader)$/]:not([arguments.0.type='ArrowFunctionExpression'])",
  message:
    'Queries live in *Store.ts, platform/ and the verb files of jobs/ and outbox/.',
};
const READER_QUERY = {
  ...QUERY,
  selector: "CallExpression[callee.property.name='reader']",
};
const ENVIRONMENT = {
  selector: "MemberExpression[object.name='process'][property.name='env']",
  message: 'Only config.ts reads the environment.',
};
const NOT_A_SCHEMA = {
  selector:
    'ImportDeclaration[source.value=/^\\.\\u002f(?!settings$)/] ImportSpecifier:not([imported.name=/SettingsSchema$/])',
  message: 'Of slices, config.ts takes nothing but the schema of settings.',
};
const BRANCH = {
  selector:
    "MemberExpression[object.name='dialect'][property.name='name'], MemberExpression[object.property.name='dialect'][property.name='name']",
  message:
    'What databases do differently is in Dialect, or in an interface with a file for each.',
};
// The rules of who may name what read imports only.
const REQUIRE = {
  selector: "CallExpression[callee.name='require']",
  message:
    'Import. Only the load*.ts files of egress/, gateway/, health/, identity/, limits/, oauth/, platform/, secrets/ and upstream/ load late.',
};
const TIME = {
  selector:
    "CallExpression[callee.object.name='Date'][callee.property.name='now'], NewExpression[callee.name='Date'][arguments.length=0]",
  message:
    'Ask the Clock for the time of day, and performance.now() for how long something took.',
};

const TESTS = [
  'src/**/*.test.ts',
  'src/**/__testUtils__/**',
  'src/**/__fixtures__/**',
  'dev/**',
  'bench/**',
];
const allow = (files, allowed) => ({
  files,
  excludedFiles: TESTS,
  rules: law.imports(allowed),
});

const config = createConfig(__dirname, {
  settings: law.resolver,
  rules: {
    ...law.sizes(),
    ...law.imports(),
    ...law.signals,
    'no-restricted-globals': [
      'error',
      { name: 'fetch', message: 'Ask for the Egress port.' },
    ],
    'import/no-restricted-paths': ['error', { basePath: __dirname, zones }],
    'no-console': 'error',
  },
  restrictedSrcSyntax: [ENVIRONMENT, REQUIRE, TIME, BRANCH],
  testRules: law.testSizes,
  overrides: [
    {
      files: ['src/**/*.ts'],
      excludedFiles: [
        ...TESTS,
        'src/**/*Store.ts',
        'src/platform/**',
        'src/jobs/**',
        'src/outbox/**',
      ],
      rules: {
        'no-restricted-syntax': [
          'error',
          ...[QUERY, READER_QUERY, ENVIRONMENT, REQUIRE, TIME, BRANCH],
        ],
      },
    },
    // Connections and transactions are platform's own, of each kind of database.
    {
      files: ['src/platform/**'],
      excludedFiles: TESTS,
      rules: {
        'no-restricted-syntax': ['error', ENVIRONMENT, REQUIRE, TIME],
      },
    },
    {
      files: [
        'src/identity/tokens/loadJose.ts',
        'src/egress/loadUndici.ts',
        'src/gateway/mcp/loadClassifier.ts',
        'src/health/loadCockatiel.ts',
        'src/limits/loadRateLimiter.ts',
        'src/limits/loadRedis.ts',
        'src/oauth/client/loadJose.ts',
        'src/oauth/metadata/loadOauth.ts',
        'src/platform/loadCatalogClient.ts',
        'src/secrets/kms/loadKms.ts',
        'src/upstream/loadSdk.ts',
      ],
      rules: {
        'no-restricted-syntax': [
          'error',
          ...[QUERY, READER_QUERY, ENVIRONMENT, TIME],
        ],
      },
    },
    {
      files: ['src/platform/systemClock.ts'],
      rules: { 'no-restricted-syntax': ['error', ENVIRONMENT, REQUIRE] },
    },
    {
      files: ['src/config.ts'],
      rules: { 'no-restricted-syntax': ['error', NOT_A_SCHEMA, REQUIRE, TIME] },
    },
    // Express knows an error handler by its four parameters.
    {
      files: ['src/http/problemHandler.ts', 'src/audit/recordRefusals.ts'],
      rules: { 'max-params': 'off' },
    },
    // A suite that runs against every implementation of a port is tests and an export.
    {
      files: ['src/**/__testUtils__/describe*.ts'],
      rules: { 'jest/no-export': 'off' },
    },
    // The actions registry is alpha: a break stays in this one file.
    allow(['src/hostServices.ts'], { alpha: true }),
    allow(['src/egress/**'], { sockets: true }),
    allow(['src/upstream/**'], { processes: true }),
    {
      // Tests talk to real servers, stores and processes, and assemble slices as plugin.ts and openPlumbing.ts do.
      files: TESTS,
      rules: {
        ...law.testSizes,
        '@typescript-eslint/no-restricted-imports': 'off',
        'import/no-restricted-paths': 'off',
        'no-restricted-globals': 'off',
        'no-restricted-syntax': 'off',
      },
    },
  ],
});

module.exports = law.everywhere(config);
