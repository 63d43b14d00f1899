import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  judge,
  readExpected,
  scenariosIn,
} from './conformance/expectations.mjs';
import { judgeSeen } from './conformance/foreignClients.mjs';
import { createChange } from './conformance/renaming.mjs';
import { requiredBy } from './conformance/runSuite.mjs';
import { resultOf } from './conformance/serverScenarios.mjs';

const change = createChange({ token: 'secret', prefix: 'fx__' });
const asked = (params, headers = {}) => {
  const { headers: sent, text } = change.request({
    headers,
    text: JSON.stringify({ id: 1, ...params }),
  });
  return { sent, message: JSON.parse(text) };
};

test('what a suite calls is renamed on its way in, header and body', () => {
  const { sent, message } = asked(
    { method: 'tools/call', params: { name: 'a_tool', arguments: {} } },
    { 'mcp-name': 'a_tool', 'accept-encoding': 'gzip', host: 'h' },
  );
  assert.deepEqual(message.params, { name: 'fx__a_tool', arguments: {} });
  assert.deepEqual(sent, {
    'mcp-name': 'fx__a_tool',
    authorization: 'Bearer secret',
    host: 'h',
  });
  const { message: completing } = asked({
    method: 'completion/complete',
    params: { ref: { type: 'ref/prompt', name: 'p' } },
  });
  assert.equal(completing.params.ref.name, 'fx__p');
});

test('addresses of resources, and texts that are no JSON, pass as they are', () => {
  const params = { uri: 'test://a', name: 'kept' };
  const { sent, message } = asked(
    { method: 'resources/read', params },
    { 'mcp-name': 'test://a' },
  );
  assert.deepEqual(message.params, params);
  assert.equal(sent['mcp-name'], 'test://a');
  const { text } = change.request({ headers: {}, text: '{broken' });
  assert.equal(text, '{broken');
});

test('lists are renamed on their way out, and results are not', () => {
  const said = result =>
    JSON.parse(change.response(JSON.stringify({ result })));
  assert.deepEqual(said({ tools: [{ name: 'fx__a', title: 'A' }] }), {
    result: { tools: [{ name: 'a', title: 'A' }] },
  });
  const content = { content: [{ type: 'text', text: 'fx__a' }] };
  assert.deepEqual(said(content), { result: content });
});

test('where names are those of the server, only the key is added', () => {
  const text = '{"method":"tools/call","params":{"name":"a"}}';
  const plain = createChange({ token: 'secret' });
  assert.equal(plain.request({ headers: {}, text }).text, text);
  assert.equal(plain.response(text), text);
});

test('what is expected to fail must fail, and all else must pass', () => {
  const status = (passes, isExpected) =>
    judge({ name: 'x', passes, isExpected }).status;
  assert.equal(status(true, false), 'passed');
  assert.equal(status(false, true), 'passed');
  assert.equal(status(true, true), 'failed');
  assert.equal(status(false, false), 'failed');
});

test('a scenario passed when the suite says so of itself, and of no longer name', () => {
  const report = [
    '✓ tools-list: 3 passed, 0 failed',
    '✗ ping: 1 passed, 1 failed',
    '✓ prompts-list: 1 passed, 0 failed, 1 warnings',
    '✗ caching: 10 passed, 10 failed',
  ].join('\n');
  assert.equal(resultOf(report, 'tools-list'), true);
  assert.equal(resultOf(report, 'ping'), false);
  assert.equal(resultOf(report, 'caching'), false);
  assert.equal(resultOf(report, 'prompts-list'), true);
  assert.equal(resultOf(report, 'list'), undefined);
});

test('lists of the suite and of ours are read', () => {
  const text = '# words\nserver:\n  # why\n  - a\n\n  - b/c\nclient:\n  - d\n';
  assert.deepEqual(scenariosIn(text, 'server'), ['a', 'b/c']);
  assert.deepEqual(scenariosIn(text, 'client'), ['d']);
  assert.deepEqual(scenariosIn(text, 'other'), []);
  assert.equal(requiredBy('2026-07-28', 'server').length, 37);
  assert.equal(requiredBy('2025-11-25', 'server').length, 30);
  assert.equal(requiredBy('2026-07-28', 'client').length, 32);
  assert.equal(requiredBy('2025-11-25', 'client').length, 18);
});

test('nothing is expected to fail that no revision requires', () => {
  const revisions = ['2025-11-25', '2026-07-28'];
  const required = role => revisions.flatMap(each => requiredBy(each, role));
  const kinds = ['server', 'aggregate'];
  const ofServer = kinds.flatMap(kind => [
    kind,
    ...revisions.map(revision => `${kind}-${revision}`),
  ]);
  for (const name of readExpected(...ofServer)) {
    assert.ok(required('server').includes(name), name);
  }
  for (const name of readExpected('client')) {
    assert.ok(required('client').includes(name), name);
  }
});

test('a client must see all that is there, under its name at the endpoint', () => {
  const seen = {
    tools: ['fx__test_simple_text', 'fx__get_forecast'],
    called: 'This is a simple text response for testing.',
    progress: [0, 50, 100],
    read: 'This is the content of the static text resource.',
    prompt: "Prompt with arguments: arg1='a', arg2='b'",
    refused: "The arguments don't fit: arguments.place is required.",
  };
  const failures = (changed, prefix = 'fx__') =>
    judgeSeen({ ...seen, ...changed }, prefix)
      .filter(({ status }) => status === 'failed')
      .map(({ name }) => name);
  assert.deepEqual(failures({}), []);
  assert.deepEqual(failures({ progress: undefined }), []);
  assert.deepEqual(failures({}, ''), ['lists tools']);
  assert.deepEqual(failures({ progress: [0, 50] }), []);
  for (const progress of [[], [50], [0, 100], [0, 0, 50], [0, 50, 100, 100]]) {
    assert.deepEqual(failures({ progress }), ['hears of progress']);
  }
  for (const name of ['called', 'read', 'prompt', 'refused']) {
    assert.equal(failures({ [name]: undefined }).length, 1);
  }
});
