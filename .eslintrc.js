const law = require('./lint/law');

// For what belongs to no package: the scripts, the law itself and the end-to-end tests.
const config = {
  root: true,
  extends: [require.resolve('@backstage/cli/config/eslint.backend')],
  rules: { ...law.sizes(), 'import/no-extraneous-dependencies': 'off' },
};

module.exports = law.everywhere(config);
