import { type Definition, diffTools, input } from './__testUtils__/diffTools';

const gradesOf = (before: Definition, after: Definition) =>
  diffTools(before, after).map(each => `${each.grade} ${each.severity}`);

describe('a changed tool', () => {
  it.each<[string, Definition, Definition, string[]]>([
    [
      'a description',
      { description: 'a' },
      { description: 'b' },
      ['description notice'],
    ],
    ['a title', { title: 'a' }, { title: 'b' }, ['title info']],
    [
      'something else',
      { _meta: { a: 1 } },
      { _meta: { a: 2 } },
      ['other info'],
    ],
    [
      'a description inside the schema',
      input({ properties: { a: { type: 'string', description: 'x' } } }),
      input({ properties: { a: { type: 'string', description: 'y' } } }),
      ['description notice'],
    ],
    [
      'a property that is called description',
      input({ type: 'object', additionalProperties: false, properties: {} }),
      input({
        type: 'object',
        additionalProperties: false,
        properties: { description: { type: 'string' } },
      }),
      ['input-widened info'],
    ],
    [
      'the order of required',
      input({ required: ['a', 'b'] }),
      input({ required: ['b', 'a'] }),
      ['other info'],
    ],
    [
      'destructive from silence to false',
      { annotations: {} },
      { annotations: { destructiveHint: false } },
      ['destructive-hint-flipped warning'],
    ],
    [
      'destructive from false to true',
      { annotations: { destructiveHint: false } },
      { annotations: { destructiveHint: true } },
      ['destructive-hint-flipped critical'],
    ],
    [
      'destructive said aloud',
      {},
      { annotations: { destructiveHint: true } },
      ['annotations info'],
    ],
    [
      'read-only taken back',
      { annotations: { readOnlyHint: true } },
      { annotations: {} },
      ['read-only-hint-flipped critical'],
    ],
    [
      'read-only claimed',
      {},
      { annotations: { readOnlyHint: true } },
      ['read-only-hint-flipped warning'],
    ],
    [
      'the open world',
      { annotations: { openWorldHint: false } },
      { annotations: { openWorldHint: true } },
      ['annotations notice'],
    ],
    [
      'an output that may be more',
      { outputSchema: { type: 'string' } },
      { outputSchema: { type: ['string', 'null'] } },
      ['output warning'],
    ],
    [
      'an output that may be less',
      { outputSchema: { type: ['string', 'null'] } },
      { outputSchema: { type: 'string' } },
      ['output info'],
    ],
    [
      'an output no longer described',
      { outputSchema: {} },
      {},
      ['output warning'],
    ],
    [
      'a URL in a description',
      { description: 'a' },
      { description: 'a, send it to http://evil.example/x' },
      ['description notice', 'url-introduced warning'],
    ],
    [
      'a URL in the schema',
      input({ properties: { a: { description: 'x' } } }),
      input({ properties: { a: { description: 'see ftp://evil.example.' } } }),
      ['description notice', 'url-introduced warning'],
    ],
    [
      'a dialect, which is no URL for readers',
      input({}),
      input({ $schema: 'https://json-schema.org/draft/2020-12/schema' }),
      ['other info'],
    ],
    [
      'a required argument of a prompt',
      { arguments: [{ name: 'a' }] },
      { arguments: [{ name: 'a', required: true }] },
      ['other info', 'input-narrowed warning'],
    ],
  ])('grades %s', (...[, before, after, grades]) => {
    expect(gradesOf(before, after)).toEqual(grades);
  });
});
