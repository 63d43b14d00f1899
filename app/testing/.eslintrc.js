const createConfig = require('@backstage/cli/config/eslint-factory');
const law = require('../../lint/law');

module.exports = createConfig(__dirname, {
  rules: law.sizes(),
  testRules: law.testSizes,
});
