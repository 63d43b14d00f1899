const createConfig = require('@backstage/cli/config/eslint-factory');
const law = require('../../lint/law');

module.exports = createConfig(__dirname, {
  // JSX is markup: a page may be longer than a verb.
  rules: { ...law.sizes({ functionLines: 120 }), ...law.imports() },
  testRules: law.testSizes,
  overrides: [
    // Entity cards and tabs are blueprints of the catalog's alpha entry point.
    {
      files: ['src/entity/extensions.tsx'],
      rules: law.imports({ alpha: true }),
    },
    {
      files: [
        'src/**/*.test.ts',
        'src/**/*.test.tsx',
        'src/**/__testUtils__/**',
        'dev/**',
      ],
      rules: {
        ...law.testSizes,
        '@typescript-eslint/no-restricted-imports': 'off',
      },
    },
  ],
});
