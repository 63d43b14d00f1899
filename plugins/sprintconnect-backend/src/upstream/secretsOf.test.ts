import { secretsOf } from './secretsOf';

it('knows what is sent to a server, in every spelling, the longest first', () => {
  expect(
    secretsOf({
      type: 'streamable-http',
      url: 'https://ada%40home:p%C3%A4ss@a.example/mcp?q=long%20enough&env=test&flag',
      headers: { Authorization: 'Bearer abcdef', 'X-A': 'no' },
    }),
  ).toEqual([
    'Bearer abcdef',
    'long%20enough',
    'long enough',
    'ada%40home',
    'p%C3%A4ss',
    'ada@home',
    'Bearer',
    'abcdef',
    'p\u00e4ss',
  ]);
});

it.each([
  { type: 'stdio', url: 'memory' },
  { type: 'sse', url: 'not a url' },
  { type: 'sse', url: 'https://a.example/mcp?a=b' },
] as const)('knows nothing of $url', remote => {
  expect(secretsOf(remote)).toEqual([]);
});

it('takes text that decodes to nothing as it is written', () => {
  const url = 'https://%ff%ff:abcd@a.example/';
  expect(secretsOf({ type: 'sse', url })).toEqual(['%ff%ff', 'abcd']);
});
