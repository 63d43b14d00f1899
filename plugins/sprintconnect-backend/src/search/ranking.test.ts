import fc from 'fast-check';
import type { CapabilityKind } from '@sprintconnect/plugin-sprintconnect-common';
import { fuseRanks } from './fuseRanks';
import { nearWords } from './nearWords';
import { rankCandidates } from './rankCandidates';
import { readQuery } from './readQuery';
import { toSearchDocument } from './SearchDocument';

const server = { name: 'hub', tags: [] };

function candidate(
  name: string,
  definition: Record<string, unknown> = {},
  kind: CapabilityKind = 'tool',
) {
  const { nameKey, fields } = toSearchDocument({
    kind,
    name,
    definition,
    server,
  });
  return { id: name, kind, nameKey, fields };
}

function order(q: string, candidates: ReturnType<typeof candidate>[]) {
  const query = readQuery(q);
  const byWord = new Map(query.words.map(({ word }) => [word, 1]));
  const ranked = rankCandidates(query, candidates, { documents: 100, byWord });
  return ranked.map(each => each.id);
}

describe('rankCandidates', () => {
  it('puts the name first, then names with the words, then descriptions', () => {
    const list = [
      candidate('other', { description: 'Can create an issue' }),
      candidate('create_issue_comment'),
      candidate('nothing'),
      candidate('createIssue'),
      candidate('issue_create_many_at_once_for_each'),
    ];
    expect(order('create issue', list)).toEqual([
      'createIssue',
      'create_issue_comment',
      'issue_create_many_at_once_for_each',
      'other',
    ]);
  });

  it('prefers all words to one that is repeated', () => {
    const list = [
      candidate('a', { description: 'message message message message' }),
      candidate('b', { description: 'a message to a channel' }),
    ];
    expect(order('channel message', list)).toEqual(['b', 'a']);
  });

  it('takes the last word for a beginning, and prefers whole words', () => {
    const list = [candidate('screenshot'), candidate('take_screen')];
    expect(order('screensh', list)).toEqual(['screenshot']);
    expect(order('screensh ', list)).toEqual(['screenshot']);
    expect(order('take screen', list)).toEqual(['take_screen', 'screenshot']);
  });

  it.each([{}, { title: 'Forecast' }])(
    'puts a tool before resources whose scheme is the query (%j)',
    definition => {
      const list = [
        candidate(
          'forecast://places',
          { name: 'places', description: 'Every place that has a forecast' },
          'resource',
        ),
        candidate(
          'forecast://places/{place}/today',
          { name: 'today', description: 'The weather of one place today' },
          'resource-template',
        ),
        candidate('get_forecast', definition),
      ];
      expect(order('forecast', list)[0]).toBe('get_forecast');
      expect(order('forecast', list)).toHaveLength(3);
      expect(order('forecast://places', list)[0]).toBe('forecast://places');
      expect(order('places', list)[0]).toBe('forecast://places');
      expect(order('today', list)).toEqual(['forecast://places/{place}/today']);
    },
  );

  it('puts what does something first at equal score', () => {
    const kinds = ['resource', 'resource-template', 'prompt', 'tool'] as const;
    const list = kinds.map(kind => ({ ...candidate('x', {}, kind), id: kind }));
    expect(order('x', list)).toEqual([...kinds].reverse());
  });

  it('gives one order, whatever the order of the candidates', () => {
    const names = ['get_a', 'get_b', 'list_a', 'a_get', 'b', 'get'];
    const expected = order(
      'get a',
      names.map(each => candidate(each)),
    );
    fc.assert(
      fc.property(
        fc.shuffledSubarray(names, { minLength: names.length }),
        shuffled => {
          const list = shuffled.map(each => candidate(each));
          expect(order('get a', list)).toEqual(expected);
        },
      ),
    );
  });
});

describe('readQuery', () => {
  const words = (q: string) => readQuery(q).words.map(each => each.word);

  it('leaves out what tells nothing, unless there is nothing else', () => {
    expect(words('How do I send a message to the channel?')).toEqual([
      'send',
      'message',
      'channel',
    ]);
    expect(words('how do I')).toEqual(['how', 'do', 'i']);
    expect(words('')).toEqual([]);
  });

  it('takes each word once, and a dozen at most', () => {
    expect(words('issue issues ISSUE')).toHaveLength(1);
    expect(words('ab cd ef gh jk lm np qr tv wx yz bc de fg')).toHaveLength(12);
  });

  it('takes only a last word that nothing follows for a beginning', () => {
    const begun = (q: string) =>
      readQuery(q).words.filter(each => each.isPrefix).length;
    expect([begun('create iss'), begun('create iss '), begun('ab')]).toEqual([
      1, 0, 0,
    ]);
  });
});

describe('toSearchDocument', () => {
  it('knows the properties of schemas and the arguments of prompts', () => {
    const { fields, terms } = toSearchDocument({
      kind: 'tool',
      name: 'a',
      definition: {
        inputSchema: {
          properties: {
            issueNumber: { type: 'object', properties: { deepOne: {} } },
            list: { items: { anyOf: [{ properties: { inList: {} } }] } },
          },
        },
        outputSchema: { properties: { answer: {} } },
        arguments: [{ name: 'topic' }, 'odd'],
      },
      server: { ...server, title: 'Title', description: 'Text', tags: ['t1'] },
    });
    expect(fields.split('\n')[3]).toBe(
      ' issu number deep on list in list answer topic ',
    );
    expect(fields.split('\n')[4]).toBe(' hub titl t1 text ');
    expect(terms).toEqual(expect.arrayContaining(['issue', 'issu', 'deep']));
  });

  it('takes the scheme of a URI for a word of the server', () => {
    const of = (kind: CapabilityKind, name: string) =>
      toSearchDocument({
        kind,
        name,
        definition: { name: 'Glossary' },
        server,
      });
    const resource = of('resource', 'forecast://glossary');
    expect(resource.fields.split('\n')).toEqual([
      ' glossari ',
      ' glossari ',
      '  ',
      '  ',
      ' hub forecast ',
    ]);
    expect(resource.nameKey).toBe('forecastglossary');
    expect(resource.terms).toContain('forecast');
    expect(of('tool', 'a:b').fields).toMatch(/^ a b \n/);
  });

  it('is bounded, whatever a server sends', () => {
    let deep: Record<string, unknown> = {};
    for (let at = 0; at < 5_000; at++)
      deep = { properties: { [`p${at}`]: deep } };
    const { terms } = toSearchDocument({
      kind: 'tool',
      name: 'x_'.repeat(50_000),
      definition: {
        title: 7,
        description: 'word '.repeat(100_000),
        inputSchema: deep,
      },
      server,
    });
    expect(terms.length).toBeLessThan(1_500);
  });
});

describe('nearWords', () => {
  it.each([
    ['mesage', 'message'],
    ['serach', 'search'],
    ['chanell', 'channel'],
    ['fiel', 'file'],
    ['calender', 'calendar'],
  ])('takes %s for %s', (word, meant) => {
    const known = ['message', 'search', 'channel', 'file', 'calendar', 'list'];
    expect(nearWords(word, known)).toEqual([meant]);
  });

  it('is careful with short words', () => {
    expect(nearWords('pod', ['god', 'pods', 'node', 'port'])).toEqual([
      'god',
      'pods',
    ]);
  });
});

describe('fuseRanks', () => {
  const words = ['a', 'b', 'c'].map((id, at) => ({
    id,
    score: 3 - at,
    match: 'words' as const,
  }));

  it('puts first what both put high', () => {
    const fused = fuseRanks(words, ['b', 'd']);
    expect(fused.map(({ id, match }) => `${id} ${match}`)).toEqual([
      'b words',
      'a words',
      'd meaning',
      'c words',
    ]);
    expect(fused[0].score).toBeCloseTo(1 / 62 + 1 / 61);
  });

  it('keeps the name first', () => {
    const named = [...words, { id: 'n', score: 0, match: 'name' as const }];
    expect(fuseRanks(named, ['c', 'b', 'a'])[0].id).toBe('n');
  });
});
