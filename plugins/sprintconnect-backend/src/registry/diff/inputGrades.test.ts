import { diffTools, input } from './__testUtils__/diffTools';

const node = { type: 'object', properties: { next: { $ref: '#/$defs/node' } } };

describe('what a tool takes', () => {
  it.each<[string, unknown, unknown, string[]]>([
    [
      'required added',
      { required: [] },
      { required: ['a'] },
      ['narrowed /required'],
    ],
    ['required taken away', { required: ['a'] }, {}, ['widened']],
    [
      'type narrowed',
      { properties: { a: { type: ['string', 'null'] } } },
      { properties: { a: { type: 'string' } } },
      ['narrowed /properties/a/type'],
    ],
    [
      'type widened',
      { properties: { a: { type: 'integer' } } },
      { properties: { a: { type: 'number' } } },
      ['widened /properties/a/type'],
    ],
    [
      'type replaced',
      { type: 'string' },
      { type: 'number' },
      ['narrowed /type', 'widened /type'],
    ],
    ['enum grown', { enum: ['a'] }, { enum: ['a', 'b'] }, ['widened /enum']],
    ['enum shrunk', { enum: ['a', 'b'] }, { enum: ['a'] }, ['narrowed /enum']],
    [
      'enum put on a type',
      { type: 'string' },
      { type: 'string', enum: ['a'] },
      ['narrowed /enum'],
    ],
    ['const opened to enum', { const: 1 }, { enum: [2, 1] }, ['widened /enum']],
    [
      'enum opened to its type',
      { enum: ['a'] },
      { type: 'string' },
      ['widened /type', 'widened /enum'].slice(1),
    ],
    [
      'both booleans listed',
      { type: 'boolean' },
      { type: 'boolean', enum: [true, false] },
      [],
    ],
    [
      'minLength raised',
      { type: 'string', minLength: 1 },
      { type: 'string', minLength: 2 },
      ['narrowed /minLength'],
    ],
    [
      'maxLength raised',
      { type: 'string', maxLength: 1 },
      { type: 'string', maxLength: 2 },
      ['widened /maxLength'],
    ],
    [
      'minimum made exclusive',
      { type: 'number', minimum: 1 },
      { type: 'number', exclusiveMinimum: 1 },
      ['narrowed /minimum'],
    ],
    [
      'maximum raised',
      { type: 'number', maximum: 1 },
      { type: 'number', maximum: 2 },
      ['widened /maximum'],
    ],
    [
      'a bound where it cannot matter',
      { type: 'string' },
      { type: 'string', minimum: 5 },
      [],
    ],
    [
      'multipleOf loosened',
      { type: 'integer', multipleOf: 6 },
      { type: 'integer', multipleOf: 3 },
      ['widened /multipleOf'],
    ],
    [
      'pattern replaced',
      { type: 'string', pattern: 'a' },
      { type: 'string', pattern: 'b' },
      ['narrowed /pattern'],
    ],
    [
      'additionalProperties closed',
      { properties: { a: {} } },
      { properties: { a: {} }, additionalProperties: false },
      ['narrowed /additionalProperties'],
    ],
    [
      'additionalProperties opened',
      { type: 'object', additionalProperties: false },
      { type: 'object' },
      ['widened /additionalProperties'],
    ],
    [
      'a property added to a closed object',
      { type: 'object', additionalProperties: false },
      {
        type: 'object',
        additionalProperties: false,
        properties: { a: { type: 'string' } },
      },
      ['widened /properties/a'],
    ],
    [
      'a property taken from a closed object',
      { properties: { a: { type: 'string' } }, additionalProperties: false },
      { additionalProperties: false },
      ['narrowed /properties/a'],
    ],
    [
      'items narrowed',
      { type: 'array', items: { type: 'number' } },
      { type: 'array', items: { type: 'integer' } },
      ['narrowed /items/type'],
    ],
    [
      'a first item described',
      { type: 'array', items: {} },
      { type: 'array', prefixItems: [{ type: 'string' }] },
      ['narrowed /prefixItems/0/type'],
    ],
    [
      'a branch more',
      { anyOf: [{ type: 'string' }] },
      { anyOf: [{ type: 'null' }, { type: 'string' }] },
      ['widened /anyOf'],
    ],
    [
      'a branch less',
      { anyOf: [{ type: 'string' }, { type: 'null' }] },
      { anyOf: [{ type: 'string' }] },
      ['narrowed /anyOf'],
    ],
    [
      'branches in another order',
      { oneOf: [{ type: 'string' }, { type: 'null' }] },
      { oneOf: [{ type: 'null' }, { type: 'string' }] },
      [],
    ],
    [
      'a branch of oneOf widened',
      { oneOf: [{ type: 'integer' }] },
      { oneOf: [{ type: 'number' }] },
      ['narrowed /oneOf'],
    ],
    [
      'a definition narrowed behind a reference',
      { $ref: '#/$defs/a', $defs: { a: { type: 'number' } } },
      { $ref: '#/$defs/a', $defs: { a: { type: 'integer' } } },
      ['narrowed /type'],
    ],
    [
      'a definition moved',
      { $ref: '#/$defs/a', $defs: { a: { type: 'number' } } },
      { $ref: '#/$defs/b', $defs: { b: { type: 'number' } } },
      [],
    ],
    [
      'a reference that leads nowhere',
      { $ref: '#/$defs/a', $defs: {} },
      { $ref: '#/$defs/a' },
      ['narrowed'],
    ],
    [
      'a cycle that widens',
      {
        $ref: '#/$defs/node',
        $defs: { node: { ...node, required: ['next'] } },
      },
      { $ref: '#/$defs/node', $defs: { node } },
      ['widened /required'],
    ],
    [
      'a cycle that is opened',
      { $ref: '#/$defs/node', $defs: { node } },
      { type: 'object' },
      ['widened /properties/next'],
    ],
    [
      'a reference to itself',
      { $ref: '#/$defs/a', $defs: { a: { $ref: '#/$defs/a' } } },
      { $ref: '#/$defs/a', $defs: { a: { $ref: '#/$defs/a', title: 'x' } } },
      ['narrowed'],
    ],
    ['not put on', {}, { not: { type: 'string' } }, ['narrowed /not']],
    ['all refused', {}, false, ['narrowed']],
    ['all accepted', false, true, ['widened']],
  ])('judges input: %s', (...[, before, after, findings]) => {
    const changes = diffTools(input(before), input(after))
      .filter(each => each.grade.startsWith('input-'))
      .map(each =>
        `${each.grade.slice('input-'.length)} ${each.path?.slice('/inputSchema'.length)}`.trim(),
      );
    expect(changes).toEqual(findings);
  });

  it.each([
    ['with a type', { type: 'integer', maximum: 10 }],
    ['without a word about it', {}],
  ])('takes an option %s as wider input, once', (_how, limit) => {
    const changes = diffTools(
      input({ type: 'object', properties: {} }),
      input({ type: 'object', properties: { limit } }),
    );
    expect(changes).toMatchObject([
      {
        grade: 'input-widened',
        severity: 'info',
        path: '/inputSchema/properties/limit',
        after: limit,
      },
    ]);
  });

  it('takes a new property that is required as narrower input', () => {
    const changes = diffTools(
      input({ type: 'object', properties: {} }),
      input({
        type: 'object',
        properties: { limit: { type: 'integer' } },
        required: ['limit'],
      }),
    );
    expect(changes.map(each => [each.grade, each.path])).toContainEqual([
      'input-narrowed',
      '/inputSchema/required',
    ]);
  });
});
