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
    // The catalog's model API is alpha: a break stays in this one file.
    { files: ['src/serverModel.ts'], rules: law.imports({ alpha: true }) },
    {
      files: [
        'src/**/*.test.ts',
        'src/**/__testUtils__/**',
        'src/**/__fixtures__/**',
      ],
      rules: {
        ...law.testSizes,
        '@typescript-eslint/no-restricted-imports': 'off',
        // The round trips run in a backend that has the catalog and the registry installed.
        '@backstage/no-mixed-plugin-imports': 'off',
      },
    },
  ],
});

module.exports = law.everywhere(config);
