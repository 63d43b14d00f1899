import { schemaProperties } from './schemaProperties';

const namesOf = (schema: Record<string, unknown>) =>
  schemaProperties(schema).lines.map(line => line.path);

describe('schemaProperties', () => {
  it('has a line for each property, nested ones below their owner', () => {
    const { lines, cut } = schemaProperties({
      type: 'object',
      required: ['place'],
      properties: {
        place: {
          type: 'object',
          required: ['name'],
          properties: { name: { type: 'string', maxLength: 9 } },
        },
        tags: {
          type: 'array',
          maxItems: 3,
          items: { type: 'string', enum: ['a', 'b'] },
        },
      },
    });
    expect(cut).toBe(false);
    expect(lines).toMatchObject([
      { path: 'place', depth: 0, type: 'object', required: true },
      {
        path: 'place.name',
        depth: 1,
        type: 'string',
        required: true,
        constraints: [{ keyword: 'maxLength', value: 9 }],
      },
      {
        path: 'tags',
        type: 'array of string',
        required: false,
        constraints: [
          { keyword: 'maxItems', value: 3 },
          { keyword: 'enum', value: ['a', 'b'], ofItems: true },
        ],
      },
    ]);
  });

  it('shows what is inside arrays, choices and parts', () => {
    expect(
      namesOf({
        allOf: [{ properties: { both: {} } }],
        properties: {
          list: { type: 'array', items: { properties: { each: {} } } },
          either: {
            anyOf: [{ type: 'string' }, { properties: { or: {} } }],
          },
        },
      }),
    ).toEqual(['list', 'list[].each', 'either', 'either|2.or', 'both']);
  });

  it('shows the options of the root, names that match, and whatever else may be there', () => {
    const arm = (kind: string, more: object) => ({
      type: 'object',
      properties: { kind: { const: kind }, ...more },
      required: ['kind'],
    });
    const arms = [arm('berth', { ship: {} }), arm('tide', { day: {} })];
    const options = ['|1', '|1.kind', '|1.ship', '|2', '|2.kind', '|2.day'];
    expect(namesOf({ anyOf: arms })).toEqual(options);
    expect(namesOf({ type: 'object', oneOf: arms })).toEqual(options);
    expect(
      namesOf({ $ref: '#/$defs/a', $defs: { a: { oneOf: arms } } }),
    ).toEqual(options);
    expect(namesOf({ allOf: [{ oneOf: arms }] })).toEqual(options);
    expect(schemaProperties({ anyOf: arms }).lines[0]).toMatchObject({
      role: 'option',
      name: '1',
      depth: 0,
      type: 'object',
    });
    const { lines } = schemaProperties({
      additionalProperties: { type: 'string' },
      patternProperties: { '^x-': { type: 'number' } },
      properties: { labels: { additionalProperties: true } },
    });
    expect(lines).toMatchObject([
      { role: 'property', path: 'labels', depth: 0 },
      { role: 'others', path: 'labels.*', depth: 1 },
      { role: 'pattern', path: '/^x-/', name: '^x-', type: 'number' },
      { role: 'others', path: '*', name: '', type: 'string' },
    ]);
  });

  it.each([
    { if: {}, then: {} },
    { not: {} },
    { propertyNames: { maxLength: 3 } },
    { dependentRequired: { a: ['b'] } },
    { $ref: 'https://elsewhere.example/schema' },
  ])('says that %j is more than a table can show', more => {
    expect(schemaProperties(more).cut).toBe(true);
    expect(
      schemaProperties({ properties: { a: { properties: {}, ...more } } })
        .lines,
    ).toHaveLength(1);
  });

  it('follows local references and stops where they turn back', () => {
    const { lines } = schemaProperties({
      properties: { root: { $ref: '#/$defs/Node' } },
      $defs: {
        Node: {
          type: 'object',
          description: 'A node',
          properties: { child: { $ref: '#/$defs/Node' } },
        },
      },
    });
    expect(lines).toMatchObject([
      { path: 'root', type: 'object', description: 'A node', recursive: false },
      { path: 'root.child', type: 'object', recursive: true },
    ]);
  });

  it.each([
    ['a reference to itself', { $ref: '#' }],
    ['references in a circle', { $ref: '#/$defs/a' }],
    ['a reference that leads nowhere', { $ref: '#/$defs/none' }],
    ['a reference elsewhere', { $ref: 'https://evil.example/schema' }],
    ['a reference into the prototype', { $ref: '#/constructor' }],
    ['null', null],
    ['a list', []],
    ['text', 'string'],
    ['items that are nothing', { type: 'array', items: null }],
  ])('survives %s', (_, property) => {
    const lines = namesOf({
      properties: { odd: property },
      $defs: { a: { $ref: '#/$defs/b' }, b: { $ref: '#/$defs/a' } },
    });
    expect(lines[0]).toBe('odd');
  });

  it('survives properties and required of the wrong type', () => {
    expect(namesOf({ properties: 'no', required: 7 })).toEqual([]);
    expect(namesOf({ properties: { a: {} }, required: 'a' })).toEqual(['a']);
  });

  it('reads choices within choices once, however often they are named', () => {
    let reads = 0;
    const choicesOf = (name: string) => {
      const choices = Array.from({ length: 30 }, () => ({
        $ref: `#/$defs/${name}`,
      }));
      return {
        get anyOf() {
          reads += 1;
          return choices;
        },
      };
    };
    const [line] = schemaProperties({
      properties: { many: { $ref: '#/$defs/a' } },
      $defs: { a: choicesOf('b'), b: choicesOf('c'), c: choicesOf('a') },
    }).lines;
    expect(line.path).toBe('many');
    expect(reads).toBeLessThan(20);
  });

  it('says of a type as much as fits into a line, and follows references so far', () => {
    const names = Array.from({ length: 500 }, (_, index) => `type${index}`);
    const [line] = schemaProperties({
      properties: { many: { anyOf: names.map(type => ({ type })) } },
    }).lines;
    expect(line.type).toMatch(/^type0 \| type1 .*…$/);
    expect(line.type.length).toBeLessThan(300);
    const $defs = Object.fromEntries(
      names.map((name, index) => [name, { $ref: `#/$defs/type${index + 1}` }]),
    );
    const properties = { end: { description: 'far away' } };
    expect(
      namesOf({
        properties: { far: { $ref: '#/$defs/type0' } },
        $defs: { ...$defs, type500: { properties } },
      }),
    ).toEqual(['far']);
  });

  it('cuts what is too long or too deep, and says so', () => {
    const wide = Object.fromEntries(
      Array.from({ length: 5000 }, (_, index) => [`p${index}`, {}]),
    );
    const long = schemaProperties({ properties: wide });
    expect(long.cut).toBe(true);
    expect(long.lines).toHaveLength(200);
    let deep: Record<string, unknown> = {};
    for (let level = 0; level < 50; level++) deep = { properties: { deep } };
    const found = schemaProperties(deep);
    expect(found.cut).toBe(true);
    expect(found.lines.length).toBeLessThan(10);
  });
});
