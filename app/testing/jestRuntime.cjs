// Loads modules in the tests of packages for Node (docs/decisions/0091). Each test file has modules of its own, as always;
// what a worker has transformed and compiled for one file is kept for the next, and what hardly a test uses is loaded
// when it is used.
const { statSync } = require('node:fs');
const { dirname, join, sep } = require('node:path');
const { Script } = require('node:vm');
const { default: JestRuntime } = require('jest-runtime');

const INSTALLED = `${sep}node_modules${sep}`;
const TEST_UTILITIES = join('@backstage', 'backend-test-utils', sep);

/** Imported by Backstage's test utilities: the readers of clouds, and clients of caches. */
const LOADED_WHEN_USED = new Set([
  './lib/UrlReaders.cjs.js',
  './memcache.cjs.js',
  './redis.cjs.js',
  './valkey.cjs.js',
]);

/** The test utilities want one thing of it; its index loads each reader. */
const URL_READER = '@backstage/backend-defaults/urlReader';
const URL_READER_FACTORY =
  'entrypoints/urlReader/urlReaderServiceFactory.cjs.js';

/** By config and file: what a file was transformed to, and the script of it. */
const transforms = new Map();
const scripts = new Map();
/** Whose test file runs; a worker runs one at a time. */
const running = { runtime: undefined };

/** What is installed does not change while a process runs; what is ours does, in watch mode. */
const versionOf = filename =>
  filename.includes(INSTALLED) ? 0 : statSync(filename).mtimeMs;

function compile(code, filename, parameters) {
  const head = `(function(${parameters.join(',')}){`;
  return new Script(`${head}${code}\n})`, {
    filename,
    columnOffset: -head.length,
    importModuleDynamically: specifier =>
      running.runtime.importDynamically(specifier, filename),
  });
}

const loadedWhenUsed = load =>
  new Proxy(
    {},
    { get: (_, name) => load()[name], has: (_, name) => name in load() },
  );

module.exports = class SharingRuntime extends JestRuntime {
  requireModuleOrMock(from, moduleName) {
    const require = name => super.requireModuleOrMock(from, name);
    if (!from.includes(INSTALLED)) return require(moduleName);
    if (LOADED_WHEN_USED.has(moduleName)) {
      return loadedWhenUsed(() => require(moduleName));
    }
    if (moduleName === URL_READER && from.includes(TEST_UTILITIES)) {
      const index = this._resolveCjsModule(from, moduleName);
      return require(join(dirname(index), URL_READER_FACTORY));
    }
    return require(moduleName);
  }

  transformFile(filename, options) {
    if (options?.isInternalModule || this._coverageOptions.collectCoverage) {
      return super.transformFile(filename, options);
    }
    const key = `${this._config.id}:${filename}`;
    const version = versionOf(filename);
    const known = transforms.get(key);
    if (known?.version !== version) {
      const code = super.transformFile(filename, options);
      const transformed = this._fileTransforms.get(filename);
      transforms.set(key, { version, transformed });
      return code;
    }
    const { transformed } = known;
    this._fileTransforms.set(filename, transformed);
    if (transformed.sourceMapPath) {
      this._sourceMapRegistry.set(filename, transformed.sourceMapPath);
    }
    return transformed.code;
  }

  createScriptFromCode(code, filename) {
    const context = this._environment.getVmContext();
    if (!context) return null;
    const script = this.#scriptOf(code, filename);
    // Jest's own way says what is wrong with a file that cannot be compiled.
    if (!script) return super.createScriptFromCode(code, filename);
    running.runtime = this;
    return script.runInContext(context);
  }

  #scriptOf(code, filename) {
    const key = `${this._config.id}:${filename}`;
    const known = scripts.get(key);
    if (known?.code === code) return known.script;
    try {
      const parameters = this.constructInjectedModuleParameters();
      const script = compile(code, filename, parameters);
      scripts.set(key, { code, script });
      return script;
    } catch {
      return undefined;
    }
  }

  async importDynamically(specifier, filename) {
    const context = this._environment.getVmContext();
    const module = await this.resolveModule(specifier, filename, context);
    return this.linkAndEvaluateModule(module);
  }
};
