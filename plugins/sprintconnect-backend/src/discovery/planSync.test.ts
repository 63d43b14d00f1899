import fc from 'fast-check';
import { DiscoveryRefusal } from './DiscoveryRefusal';
import { bounds, type ObservedItem } from '../upstream';
import { planSync } from './planSync';

const tool = (name: string, more: object = {}): ObservedItem => ({
  kind: 'tool',
  name,
  definition: { name, inputSchema: { type: 'object' }, ...more },
});

const nested = (levels: number): unknown =>
  levels === 0 ? {} : { a: nested(levels - 1) };

function refusalOf(items: Iterable<ObservedItem>): DiscoveryRefusal {
  try {
    planSync(items);
  } catch (error) {
    if (error instanceof DiscoveryRefusal) return error;
    throw error;
  }
  throw new Error('was not refused');
}

describe('planSync', () => {
  it('keeps one name of each kind, with the definition as it came', () => {
    const kinds = ['tool', 'prompt', 'resource', 'resource-template'] as const;
    const items = kinds.map(kind => ({
      kind,
      name: 'same',
      definition: { x: kind },
    }));
    expect(planSync(items)).toEqual(items);
  });

  it('keeps the same items whatever their order', () => {
    const names = fc.uniqueArray(fc.stringMatching(/^[a-z]{1,8}$/), {
      maxLength: 20,
    });
    fc.assert(
      fc.property(names, fc.nat(), (list, turn) => {
        const turned = list.map((_, i) => list[(i + turn) % list.length]);
        const sorted = (from: string[]) =>
          planSync(from.map(name => tool(name)))
            .map(each => each.name)
            .sort();
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
      ['invalid-item', 'of 2049 bytes; at most 2048'],
    ],
    [
      'a huge schema',
      { name: 'odd', inputSchema: { description: 'x'.repeat(299_900) } },
      [
        'schema-too-large',
        'The tool "odd" has a definition of 293 KiB; at most 256 KiB',
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

  it('refuses a name that one kind has twice', () => {
    const refusal = refusalOf([tool('a'), tool('b'), tool('a')]);
    expect(refusal.code).toBe('duplicate-name');
    expect(refusal.message).toContain('The tool "a" is listed twice');
  });

  it('takes as many items as it may, and refuses one more', () => {
    const many = Array.from({ length: bounds.items.most }, (_, i) =>
      tool(`t${i}`),
    );
    expect(planSync(many)).toHaveLength(bounds.items.most);
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
    const [capability] = planSync([tool('odd', { inputSchema })]);
    expect(capability.definition.inputSchema).toBe(inputSchema);
  });
});
