const createConfig = require('@backstage/cli/config/eslint-factory');
const law = require('../../lint/law');

const config = createConfig(__dirname, {
  rules: law.sizes(),
  testRules: law.testSizes,
});

module.exports = law.everywhere(config);
