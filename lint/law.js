/**
 * The parts of the house law that every package shares: sizes, who may name what, what holds memory, and how members are hidden.
 * Each package's .eslintrc.js composes them with the zones of importZones.js; importLaw.test.ts of sprintconnect-backend and of sprintconnect prove that they bite.
 */

/** Caps on the tail, not on the middle: see CONTRIBUTING.md, "Sizes". */
function sizes({ functionLines = 80 } = {}) {
  const counted = { skipBlankLines: true, skipComments: true };
  return {
    'max-lines': ['error', { max: 300, ...counted }],
    'max-lines-per-function': ['error', { max: functionLines, ...counted }],
    'max-params': ['error', 3],
  };
}

/** Tests may be long: a table of cases is one function. */
const testSizes = { 'max-lines': 'off', 'max-lines-per-function': 'off' };

const SOCKET_MODULES = [
  'undici',
  'http',
  'https',
  'http2',
  'net',
  'tls',
  'dgram',
  'dns',
  'dns/promises',
].flatMap(name => (name === 'undici' ? [name] : [name, `node:${name}`]));
const PROCESS_MODULES = ['child_process', 'node:child_process'];
const ALPHA = '@backstage/*/alpha';

function ban(names, message) {
  return names.map(name => ({ name, message, allowTypeImports: true }));
}

/**
 * Import restrictions of one kind of file. Everything is forbidden that is not named.
 *
 * @param {{sockets?: boolean, processes?: boolean, alpha?: boolean}} allowed
 */
function imports({ sockets = false, processes = false, alpha = false } = {}) {
  return {
    '@typescript-eslint/no-restricted-imports': [
      'error',
      {
        paths: [
          ...(sockets
            ? []
            : ban(
                SOCKET_MODULES,
                'Only egress/ opens sockets. Ask for the Egress port.',
              )),
          ...(processes
            ? []
            : ban(
                PROCESS_MODULES,
                'Only upstream/ starts processes, and only allow-listed ones.',
              )),
        ],
        patterns: alpha
          ? []
          : [
              {
                group: [ALPHA],
                allowTypeImports: true,
                message:
                  'Keep alpha APIs in the files that .eslintrc.js names, where a break stays local.',
              },
            ],
      },
    ],
  };
}

/**
 * Tests are no exception. Both make signals that may stay when the work is over: that of `any` for as long as its sources
 * live, that of `timeout` until its time is over.
 */
const signals = {
  'no-restricted-properties': [
    'error',
    ...['any', 'timeout'].map(property => ({
      object: 'AbortSignal',
      property,
      message:
        'Ask withSignal or TiedSignal of sprintconnect-common, which let go when the work is over.',
    })),
  ],
};

/** Pages write times and numbers through `format/`, or one page would mix the languages of the portal and the browser. */
const formats = {
  'no-restricted-globals': [
    'error',
    {
      name: 'Intl',
      message:
        'Ask useFormats of format/, which knows the language of the page.',
    },
  ],
  'no-restricted-properties': [
    ...signals['no-restricted-properties'],
    ...['toLocaleString', 'toLocaleDateString', 'toLocaleTimeString'].map(
      property => ({
        property,
        message:
          'Ask useFormats of format/, which knows the language of the page.',
      }),
    ),
  ],
};

/** A constructor cannot be `#`. */
const MEMBERS = {
  selector:
    ':matches(PropertyDefinition, MethodDefinition[kind!="constructor"], TSParameterProperty)[accessibility=/^(private|protected)$/]',
  message: 'Name it with #, which hides it when the program runs, too.',
};

/**
 * Adds what holds in every file of a package to its configuration: what that restricts itself, and for which files it
 * lifts its restrictions, changes nothing of it.
 */
function everywhere(config) {
  const restrict = rules => {
    const [, ...own] = [rules?.['no-restricted-syntax']].flat();
    return { ...rules, 'no-restricted-syntax': ['error', ...own, MEMBERS] };
  };
  const { overrides = [] } = config;
  return {
    ...config,
    rules: restrict(config.rules),
    overrides: overrides.map(each =>
      each.rules?.['no-restricted-syntax']
        ? { ...each, rules: restrict(each.rules) }
        : each,
    ),
  };
}

const resolver = {
  // Without this the path rule cannot find .ts files and silently allows everything.
  'import/resolver': { node: { extensions: ['.ts', '.tsx', '.js'] } },
};

module.exports = {
  ...{ sizes, testSizes, imports, signals, formats },
  ...{ resolver, everywhere },
};
