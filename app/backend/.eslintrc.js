const createConfig = require('@backstage/cli/config/eslint-factory');
const law = require('../../lint/law');

module.exports = law.everywhere(createConfig(__dirname));
