import { weather } from '../openRegistry';
import type { BadRequests } from './BadRequest';

const many = <T>(count: number, make: (at: number) => T) =>
  Array.from({ length: count }, (_each, at) => make(at));

/** Registrations that are refused for what they are, and whom they come from. */
export const badRegistrations: BadRequests = {
  'malformed JSON': { text: '{"name":', status: 400 },
  'a body that is no object': { body: 3, status: 400, errors: [{ path: '' }] },
  'a body that is missing': {
    status: 400,
    errors: [{ path: 'name' }, { path: 'environment' }, { path: 'remotes' }],
  },
  'a body of another type': {
    text: 'name=x',
    headers: { 'content-type': 'text/plain' },
    status: 415,
  },
  'a body over 256 KiB': {
    body: weather({ description: 'x'.repeat(257 * 1024) }),
    status: 413,
  },
  'an unknown field': {
    body: { ...weather(), colour: 'red' },
    status: 400,
    errors: [{ path: 'colour', message: "isn't a known field" }],
  },
  'a missing field': {
    body: { name: 'x', environment: 'production' },
    status: 400,
    errors: [{ path: 'remotes', message: 'is required' }],
  },
  'a wrong type': {
    body: { ...weather(), title: 3 },
    status: 400,
    errors: [{ path: 'title' }],
  },
  'a name that is too long': {
    body: weather({ name: 'x'.repeat(101) }),
    status: 400,
    errors: [{ path: 'name' }],
  },
  'a name with other characters': {
    body: weather({ name: 'a b' }),
    status: 400,
    errors: [{ path: 'name' }],
  },
  'half a character and U+0000 in texts': {
    body: { ...weather(), title: 'a\ud800', description: 'a\u0000b' },
    status: 400,
    headers: { 'idempotency-key': 'half' },
    errors: [{ path: 'title' }, { path: 'description' }],
  },
  'limits that are no milliseconds from 100 to 120 000': {
    body: { ...weather(), probeTimeoutMs: 99, connectTimeoutMs: 120_001 },
    status: 400,
    errors: [{ path: 'probeTimeoutMs' }, { path: 'connectTimeoutMs' }],
  },
  'limits beyond those of the configuration': {
    body: { ...weather(), probeTimeoutMs: 60_001, connectTimeoutMs: 60_001 },
    status: 400,
    errors: [
      {
        path: 'probeTimeoutMs',
        message:
          'is more than the 60000 ms that sprintconnect.health.timeoutMsMax allows',
      },
      {
        path: 'connectTimeoutMs',
        message:
          'is more than the 60000 ms that sprintconnect.upstream.connectTimeoutMsMax allows',
      },
    ],
  },
  'call settings that cannot be': {
    body: {
      ...weather(),
      calls: {
        timeoutMs: 999,
        resultBytesMax: 1_023,
        outputSchema: 'always',
        other: 1,
      },
    },
    status: 400,
    errors: [
      { path: 'calls.timeoutMs' },
      { path: 'calls.resultBytesMax' },
      { path: 'calls.outputSchema' },
      { path: 'calls.other' },
    ],
  },
  'call settings beyond those of the configuration': {
    body: {
      ...weather(),
      calls: { timeoutMs: 600_001, resultBytesMax: 16_777_217 },
    },
    status: 400,
    errors: [
      {
        path: 'calls.timeoutMs',
        message:
          'is more than the 600000 ms that sprintconnect.calls.timeoutMsMax allows',
      },
      {
        path: 'calls.resultBytesMax',
        message:
          'is more than the 16777216 bytes that sprintconnect.calls.serverResultBytesMax allows',
      },
    ],
  },
  'twenty-one tags': {
    body: weather({ tags: many(21, at => `t${at}`) }),
    status: 400,
    errors: [{ path: 'tags' }],
  },
  'an environment that is not configured': {
    body: weather({ environment: 'moon' }),
    status: 400,
    errors: [
      {
        path: 'environment',
        message:
          "isn't configured; choose one of development, staging, production",
      },
    ],
  },
  'several faults at once': {
    body: {
      name: 'a b',
      environment: 'moon',
      colour: 1,
      remotes: [
        { type: 'sse', url: 'http://10.0.0.1/' },
        { type: 'sse', url: 'x' },
      ],
    },
    status: 400,
    errors: [
      { path: 'name' },
      { path: 'remotes[1].url' },
      { path: 'colour' },
      { path: 'environment' },
      { path: 'remotes[0].url' },
    ],
  },
  'a credential beside the name of another': {
    body: weather({
      name: 'other',
      credential: { type: 'bearer', secret: 'hunter2' },
      credentialRef: 'shared',
    }),
    status: 400,
    errors: [{ path: 'credentialRef' }],
  },
  'a credential that nobody has': {
    body: weather({ name: 'other', credentialRef: 'shared' }),
    status: 422,
    kind: 'credential-not-found',
    errors: [{ path: 'credentialRef' }],
  },
  'a credential for a process': {
    body: weather({
      name: 'other',
      remotes: [{ type: 'stdio', url: 'memory' }],
      credential: { type: 'bearer', secret: 'hunter2' },
    }),
    status: 400,
    errors: [{ path: 'credential' }],
  },
  'a credential that others on the way can read': {
    body: weather({
      name: 'other',
      remotes: [{ type: 'sse', url: 'http://weather.example/sse' }],
      credential: { type: 'bearer', secret: 'hunter2' },
    }),
    status: 400,
    errors: [{ path: 'credential' }],
  },
  'a name that is already used': {
    body: weather(),
    status: 409,
    kind: 'name-taken',
    errors: [{ path: 'name', message: 'is already used' }],
  },
  'an idempotency key of another request': {
    body: weather({ name: 'third' }),
    headers: { 'idempotency-key': 'used' },
    status: 409,
    kind: 'idempotency-key-reused',
  },
  'an idempotency key that is malformed': {
    body: weather({ name: 'third' }),
    headers: { 'idempotency-key': 'a b' },
    status: 400,
  },
  'nobody who asks': {
    body: weather({ name: 'third' }),
    headers: { 'x-test-caller': 'none' },
    status: 401,
  },
};
