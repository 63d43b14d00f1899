const createConfig = require('@backstage/cli/config/eslint-factory');
const law = require('../../lint/law');

module.exports = createConfig(__dirname, {
  // JSX is markup: a page may be longer than a verb.
  rules: {
    ...law.sizes({ functionLines: 120 }),
    ...law.imports(),
    ...law.signals,
    ...law.formats,
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
