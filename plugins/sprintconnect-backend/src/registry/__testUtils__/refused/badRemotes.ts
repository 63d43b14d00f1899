import { weather } from '../openRegistry';
import type { BadRequests } from './BadRequest';

const url = (text: string) =>
  weather({ name: 'other', remotes: [{ type: 'streamable-http', url: text }] });
const refusedParameter = (name: string) =>
  `can't contain a secret in its query; remove the parameter "${name}", because everyone who can see the server could read it`;
const many = <T>(count: number, make: (at: number) => T) =>
  Array.from({ length: count }, (_each, at) => make(at));

/** Registrations that are refused for how the server would be reached. */
export const badRemotes: BadRequests = {
  'a URL that is none': {
    body: url('weather'),
    status: 400,
    errors: [
      {
        path: 'remotes[0].url',
        message: 'must be a full URL, such as https://weather.example/mcp',
      },
    ],
  },
  'a URL that a parser would bend': {
    body: url(' https://weather.example/'),
    status: 400,
    errors: [
      {
        path: 'remotes[0].url',
        message: "can't contain spaces, control characters, or backslashes",
      },
    ],
  },
  'half a character in a URL': {
    body: url('https://weather.example/\ud800'),
    status: 400,
    errors: [{ path: 'remotes[0].url' }],
  },
  'a header that JavaScript would lose': {
    text: JSON.stringify(
      weather({
        remotes: [{ type: 'sse', url: 'https://a.example', headers: {} }],
      }),
    ).replace('"headers":{', '"headers":{"__proto__":"x"'),
    status: 400,
    errors: [{ path: 'remotes[0].headers.__proto__' }],
  },
  'headers that are none, in a remote with another fault': {
    body: {
      ...weather(),
      remotes: [{ type: 'sse', url: 'weather', headers: null }],
    },
    status: 400,
    errors: [{ path: 'remotes[0].url' }, { path: 'remotes[0].headers' }],
  },
  'faults inside lists that are too long': {
    body: {
      ...weather(),
      remotes: many(11, at => ({ type: 'sse', url: `ftp://a${at}.example` })),
      tags: ['A', ...many(20, at => `t${at}`)],
    },
    status: 400,
    errors: [
      { path: 'remotes' },
      { path: 'tags' },
      ...many(10, at => ({ path: `remotes[${at}].url` })),
      { path: 'tags[0]' },
    ],
  },
  'a URL that is not http': {
    body: url('file:///etc/passwd'),
    status: 400,
    errors: [{ path: 'remotes[0].url' }],
  },
  'a URL with credentials': {
    body: url('https://me:hunter2@weather.example/'),
    status: 400,
    errors: [{ path: 'remotes[0].url' }],
  },
  'a URL with a secret in its query': {
    body: url('https://weather.example/?region=eu&api_key=hunter2;SIG=hunter2'),
    status: 400,
    errors: [
      { path: 'remotes[0].url', message: refusedParameter('api_key') },
      { path: 'remotes[0].url', message: refusedParameter('SIG') },
    ],
  },
  'a URL with a secret whose name is spelt otherwise': {
    body: url('https://weather.example/?%61ccess%5Ftoken=hunter2'),
    status: 400,
    errors: [
      { path: 'remotes[0].url', message: refusedParameter('access_token') },
    ],
  },
  'a header whose name tells of a secret': {
    body: {
      ...weather(),
      remotes: [
        {
          type: 'sse',
          url: 'https://a.example',
          headers: { 'X-Tenant': 'a', 'X-Auth-Token': 'hunter2' },
        },
      ],
    },
    status: 400,
    errors: [{ path: 'remotes[0].headers["X-Auth-Token"]' }],
  },
  'a URL that egress refuses': {
    body: url('http://169.254.169.254/latest'),
    status: 400,
    errors: [{ path: 'remotes[0].url' }],
  },
  'a header that carries a secret': {
    body: {
      ...weather(),
      remotes: [
        {
          type: 'sse',
          url: 'https://a.example',
          headers: { Authorization: 'hunter2' },
        },
      ],
    },
    status: 400,
    errors: [{ path: 'remotes[0].headers.Authorization' }],
  },
  'a stdio entry that is not listed': {
    body: weather({ remotes: [{ type: 'stdio', url: 'shell' }] }),
    status: 400,
    errors: [
      {
        path: 'remotes[0].url',
        message:
          "isn't an entry of sprintconnect.upstream.stdio; choose one of memory",
      },
    ],
  },
  'a command instead of an entry': {
    body: weather({ remotes: [{ type: 'stdio', url: 'rm -rf /' }] }),
    status: 400,
    errors: [{ path: 'remotes[0].url' }],
  },
  'eleven remotes': {
    body: weather({
      remotes: many(11, at => ({
        type: 'sse' as const,
        url: `https://a${at}.example`,
      })),
    }),
    status: 400,
    errors: [{ path: 'remotes' }],
  },
  'no remotes': {
    body: weather({ remotes: [] }),
    status: 400,
    errors: [{ path: 'remotes' }],
  },
};
