const createConfig = require('@backstage/cli/config/eslint-factory');
const law = require('../../lint/law');

const config = createConfig(__dirname, {
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
        '@typescript-eslint/no-restricted-imports': 'off',
        // The tests run in a backend that has the scaffolder, the catalog and SprintConnect installed.
        '@backstage/no-mixed-plugin-imports': 'off',
      },
    },
  ],
});

module.exports = law.everywhere(config);
