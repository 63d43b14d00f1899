import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { after, test } from 'node:test';
import { DATA, ROOT } from './paths.mjs';

mkdirSync(DATA, { recursive: true });
const folder = mkdtempSync(join(DATA, 'jest-runtime-'));
after(() => rmSync(folder, { recursive: true, force: true }));

const write = (path, text) => {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
};

/** Runs test files one after the other in one process, and answers what became of each test by its name. */
function runTests(files) {
  for (const [path, text] of Object.entries(files)) write(path, text);
  write(
    'jest.config.json',
    JSON.stringify({
      runtime: join(ROOT, 'app', 'testing', 'jestRuntime.cjs'),
      testEnvironment: 'node',
      transform: {},
    }),
  );
  const { stderr } = spawnSync(
    process.execPath,
    [
      join(ROOT, 'node_modules', 'jest', 'bin', 'jest.js'),
      ...['--runInBand', '--json', '--outputFile=report.json'],
    ],
    {
      cwd: folder,
      encoding: 'utf8',
      env: { ...process.env, CI: 'true', NODE_TEST_CONTEXT: '' },
    },
  );
  const report = readFileSync(join(folder, 'report.json'), 'utf8');
  const tests = JSON.parse(report).testResults.flatMap(each =>
    each.assertionResults.map(({ title, status, failureMessages }) => [
      title,
      [status, ...failureMessages].join('\n'),
    ]),
  );
  return { stderr, ...Object.fromEntries(tests) };
}

test('each test file has modules of its own, and loads late what is listed', () => {
  const utilities = 'node_modules/@backstage/backend-test-utils';
  const counts = title =>
    `const { next } = require('./counter');
test('${title}', () => expect([next(), next()]).toEqual([1, 2]));`;
  const { stderr, ...ends } = runTests({
    'counter.js': 'let last = 0;\nexports.next = () => (last += 1);',
    'first.test.js': counts('the first counts'),
    'second.test.js': counts('the second counts'),
    'thrower.js': 'exports.fail = () => { throw new Error("on purpose"); };',
    'place.test.js': `test('tells the place', () => {
  try { require('./thrower').fail(); } catch ({ stack }) {
    expect(stack).toMatch(/thrower\\.js:1:30/);
  }
  expect.assertions(1);
});`,
    'broken.js': 'exports.broken = ;',
    'broken.test.js': `test('tells what cannot be compiled', () => {
  expect(() => require('./broken')).toThrow(/Unexpected token ';'/);
});`,
    [`${utilities}/index.js`]: `const redis = require('./redis.cjs.js');
exports.connect = () => redis.connect();
exports.has = name => name in redis;`,
    [`${utilities}/redis.cjs.js`]:
      'globalThis.isLoaded = true; exports.connect = () => "connected";',
    'late.test.js': `const { connect, has } = require('@backstage/backend-test-utils');
test('loads late', () => {
  expect(globalThis.isLoaded).toBe(undefined);
  expect(connect()).toBe('connected');
  expect(globalThis.isLoaded).toBe(true);
  expect([has('connect'), has('other')]).toEqual([true, false]);
});`,
  });
  assert.deepEqual(
    ends,
    {
      'the first counts': 'passed',
      'the second counts': 'passed',
      'tells the place': 'passed',
      'tells what cannot be compiled': 'passed',
      'loads late': 'passed',
    },
    stderr,
  );
});

test('a file that changes while the process runs is loaded as it is then', () => {
  const reads = title => `const { writeFileSync, utimesSync } = require('fs');
test('${title}', () => {
  const before = require('./value').value;
  writeFileSync(require.resolve('./value'), 'exports.value = ' + (before + 1));
  utimesSync(require.resolve('./value'), before + 1, before + 1);
  jest.resetModules();
  expect(require('./value').value).toBe(before + 1);
});`;
  const { stderr, ...ends } = runTests({
    'value.js': 'exports.value = 1',
    'reads.test.js': reads('in the same file'),
    'readsAgain.test.js': reads('in another file'),
  });
  assert.equal(ends['in the same file'], 'passed', stderr);
  assert.equal(ends['in another file'], 'passed', stderr);
});
