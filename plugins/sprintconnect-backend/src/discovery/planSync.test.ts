import fc from 'fast-check';
import { DiscoveryRefusal } from './DiscoveryRefusal';
import { bounds, type ObservedItem, UpstreamError } from '../upstream';
import { planSync } from './planSync';

const tool = (name: string, more: object = {}): ObservedItem => ({
  kind: 'tool',
  name,
  definition: { name, inputSchema: { type: 'object' }, ...more },
});

const nested = (levels: number): unknown =>
  levels === 0 ? {} : { a: nested(levels - 1) };

/** What comes of these items, each kind in one page. */
function planned(items: readonly ObservedItem[]) {
  const plan = planSync();
  for (const kind of new Set(items.map(each => each.kind))) {
    plan.add(
      kind,
      items.filter(each => each.kind === kind),
    );
  }
  return plan.finish();
}

const names = ({ capabilities }: ReturnType<typeof planned>) =>
  capabilities.map(each => each.name);

function refusalOf(items: readonly ObservedItem[]): DiscoveryRefusal {
  try {
    planned(items);
  } catch (error) {
    if (error instanceof DiscoveryRefusal) return error;
    throw error;
  }
  throw new Error('was not refused');
}

describe('planSync', () => {
  it('keeps one name of each kind, with the definition as it came', () => {
    const kinds = ['tool', 'prompt', 'resource-template', 'resource'] as const;
    const items = kinds.map(kind => ({
      kind,
      name: 'same',
      definition: { x: kind },
    }));
    expect(planned(items)).toEqual({ capabilities: items });
  });

  it('keeps the same items whatever their order', () => {
    const lists = fc.uniqueArray(fc.stringMatching(/^[a-z]{1,8}$/), {
      maxLength: 20,
    });
    fc.assert(
      fc.property(lists, fc.nat(), (list, turn) => {
        const turned = list.map((_, i) => list[(i + turn) % list.length]);
        const sorted = (from: string[]) =>
          names(planned(from.map(name => tool(name)))).sort();
        expect(sorted(turned)).toEqual(sorted(list));
      }),
    );
  });

  it.each([
    [
      'a control character',
      { name: 'a\nb' },
      ['invalid-item', '"a\\nb" has control'],
    ],
    [
      'an endless name',
      { name: 'x'.repeat(2049) },
      ['invalid-item', 'of 2049 bytes; the maximum is 2048'],
    ],
    [
      'a huge schema',
      { name: 'odd', inputSchema: { description: 'x'.repeat(299_900) } },
      [
        'schema-too-large',
        'The tool "odd" has a definition of 293 KiB; the maximum is 256 KiB',
      ],
    ],
    [
      'a deep schema',
      { name: 'odd', inputSchema: nested(65) },
      ['schema-too-deep', 'The tool "odd"'],
    ],
    [
      'an endless input schema',
      { name: 'odd', inputSchema: { $ref: '#' } },
      ['schema-endless', 'inputSchema#'],
    ],
    [
      'an endless output schema',
      { name: 'odd', outputSchema: { $defs: { a: { $ref: '#/$defs/a' } } } },
      ['schema-endless', 'outputSchema#/$defs/a'],
    ],
  ])('refuses %s', (_, definition, [code, words]) => {
    const { name = 'odd' } = definition as { name?: string };
    const refusal = refusalOf([{ kind: 'tool', name, definition }]);
    expect(refusal.code).toBe(code);
    expect(refusal.message).toContain(words);
    expect(refusal.message.length).toBeLessThan(300);
  });

  it('keeps the first of several items of one name, and says so', () => {
    const first = tool('a', { description: 'first' });
    const result = planned([first, tool('b'), tool('a'), tool('a')]);
    expect(result.capabilities).toEqual([first, tool('b')]);
    expect(result.faults).toEqual([
      {
        kind: 'tool',
        code: 'duplicate-name',
        message:
          'The tool "a" is listed twice. Names must be unique within a server; the first is kept. 1 more was left out.',
        leftOut: { count: 2, names: ['a', 'a'] },
      },
    ]);
  });

  it('leaves out what cannot be kept, and keeps the others', () => {
    const huge = tool('huge', {
      inputSchema: { description: 'x'.repeat(299_900) },
    });
    const infinite = tool('infinite', { maximum: JSON.parse('1e400') });
    const result = planned([
      tool('a', { maximum: null, default: -0 }),
      huge,
      infinite,
      { kind: 'tool', name: '', definition: {} },
      { kind: 'prompt', name: 'p', definition: {} },
    ]);
    expect(names(result)).toEqual(['a', 'p']);
    expect(result.faults).toEqual([
      {
        kind: 'tool',
        code: 'schema-too-large',
        message:
          'The tool "huge" has a definition of 293 KiB; the maximum is 256 KiB. 2 more were left out.',
        leftOut: { count: 3, names: ['huge', 'infinite'] },
      },
    ]);
  });

  it.each([
    ['', 'Item 1 of the tools has no "name"'],
    ['infinite', "has a number in its definition that's too large"],
  ])('refuses a list of nothing but "%s"', (name, words) => {
    const definition = { maximum: JSON.parse('-1e400') };
    const refusal = refusalOf([{ kind: 'tool', name, definition }]);
    expect(refusal.code).toBe('invalid-item');
    expect(refusal.message).toContain(words);
  });

  it('replaces halves of surrogate pairs everywhere, and notes it', () => {
    const half = '\ud83d';
    const item = tool(`a${half}`, {
      description: `${half}x 😀`,
      inputSchema: { properties: { [`k${half}`]: { enum: [half, '😀'] } } },
    });
    const { capabilities, faults } = planned([item, tool('b 😀 \\ud83d')]);
    expect(faults).toBeUndefined();
    expect(capabilities).toEqual([
      {
        kind: 'tool',
        name: 'a\ufffd',
        definition: {
          name: 'a\ufffd',
          description: '\ufffdx 😀',
          inputSchema: {
            properties: { 'k\ufffd': { enum: ['\ufffd', '😀'] } },
          },
        },
        notes: [expect.stringContaining('U+FFFD')],
      },
      tool('b 😀 \\ud83d'),
    ]);
    expect(item.definition.description).toBe(`${half}x 😀`);
    expect(planned(capabilities).capabilities).toEqual([
      expect.not.objectContaining({ notes: expect.anything() }),
      tool('b 😀 \\ud83d'),
    ]);
  });

  it('loses neither of two keys or names that become the same in silence', () => {
    const keys = { '\ud800': 1, '\udfff': 2 };
    const result = planned([
      tool('x\ud800'),
      tool('x\udfff'),
      tool('keys', { inputSchema: { properties: keys } }),
    ]);
    expect(names(result)).toEqual(['x\ufffd']);
    expect(result.faults).toEqual([
      {
        kind: 'tool',
        code: 'duplicate-name',
        message: expect.stringContaining('1 more was left out'),
        leftOut: { count: 2, names: ['x\ufffd', 'keys'] },
      },
    ]);
    expect(
      refusalOf([tool('keys', { inputSchema: { properties: keys } })]).message,
    ).toContain(
      'two keys in one object that differ only in invalid characters',
    );
  });

  it('keeps a key "__proto__" that stands beside half a pair', () => {
    const definition = JSON.parse('{"__proto__":{"a":"\\ud800"}}');
    const [{ definition: kept }] = planned([
      { kind: 'tool', name: 'a', definition },
    ]).capabilities;
    expect(JSON.stringify(kept)).toBe('{"__proto__":{"a":"\ufffd"}}');
  });

  it('keeps the lists that were read where another failed', () => {
    const plan = planSync();
    plan.add('resource', [{ kind: 'resource', name: 'a://b', definition: {} }]);
    plan.fail('resource', new UpstreamError('protocol', 'is down'));
    plan.add('prompt', []);
    plan.add('tool', [tool('a')]);
    expect(plan.finish()).toEqual({
      capabilities: [tool('a')],
      faults: [{ kind: 'resource', code: 'protocol', message: 'is down' }],
    });
  });

  it('fails with the first of the lists where none was read', () => {
    const plan = planSync();
    plan.fail('resource', new UpstreamError('protocol', 'second'));
    plan.fail('tool', new UpstreamError('timeout', 'first'));
    expect(() => plan.finish()).toThrow('first');
  });

  it('takes the same lists whichever came first, where all are too much', () => {
    const many = (kind: ObservedItem['kind']) =>
      Array.from({ length: 6000 }, (_, i) => ({
        ...tool(`t${i}`),
        kind,
      }));
    const kinds = ['resource', 'prompt', 'tool'] as const;
    for (const order of [kinds, [...kinds].reverse()]) {
      const plan = planSync();
      for (const kind of order) plan.add(kind, many(kind));
      const { capabilities, faults } = plan.finish();
      expect(capabilities.map(each => each.kind)).toEqual(
        Array(6000).fill('tool'),
      );
      expect(faults?.map(each => [each.kind, each.code])).toEqual([
        ['prompt', 'too-many-items'],
        ['resource', 'too-many-items'],
      ]);
    }
  });

  it('takes as many items as it may, and refuses one more', () => {
    const many = Array.from({ length: bounds.items.most }, (_, i) =>
      tool(`t${i}`),
    );
    expect(names(planned(many))).toHaveLength(bounds.items.most);
    expect(refusalOf([...many, tool('more')]).code).toBe('too-many-items');
  });

  it('refuses definitions that are too large together', () => {
    const items = Array.from({ length: 80 }, (_, i) =>
      tool(`t${i}`, { inputSchema: { description: 'x'.repeat(250_000) } }),
    );
    expect(refusalOf(items).code).toBe('snapshot-too-large');
  });

  it('keeps a recursive schema and a reference to the network as they are', () => {
    const inputSchema = {
      $defs: { node: { properties: { next: { $ref: '#/$defs/node' } } } },
      properties: { a: { $ref: 'https://example.org/a.json' } },
    };
    const [capability] = planned([tool('odd', { inputSchema })]).capabilities;
    expect(capability.definition.inputSchema).toBe(inputSchema);
  });
});
