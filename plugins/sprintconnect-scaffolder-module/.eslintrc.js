const createConfig = require('@backstage/cli/config/eslint-factory');
const law = require('../../lint/law');

const config = createConfig(__dirname, {
  // What is rendered from them has a lint of its own, which the tests of skeletons run.
  ignorePatterns: ['templates'],
  rules: {
    ...law.sizes(),
    ...law.imports(),
    ...law.signals,
    'no-console': 'error',
  },
  testRules: law.testSizes,
  overrides: [
    {
      files: ['src/**/*.test.ts', 'src/**/__testUtils__/**'],
      rules: {
        ...law.testSizes,
        'jest/expect-expect': ['error', { assertFunctionNames: ['expect*'] }],
        '@typescript-eslint/no-restricted-imports': 'off',
        // The tests run in a backend that has the scaffolder, the catalog and SprintConnect installed.
        '@backstage/no-mixed-plugin-imports': 'off',
      },
    },
  ],
});

module.exports = law.everywhere(config);
