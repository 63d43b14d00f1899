const createConfig = require('@backstage/cli/config/eslint-factory');
const law = require('../../lint/law');

const config = createConfig(__dirname, {
  rules: { ...law.sizes(), ...law.imports(), ...law.signals },
  testRules: law.testSizes,
  overrides: [
    {
      files: ['src/**/*.test.ts'],
      rules: { '@typescript-eslint/no-restricted-imports': 'off' },
    },
  ],
});

module.exports = law.everywhere(config);
