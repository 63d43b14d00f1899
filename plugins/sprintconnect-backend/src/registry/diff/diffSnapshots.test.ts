import { cpuMs } from '../../__testUtils__';
import { diffTools, input, tool } from './__testUtils__/diffTools';
import { diffSnapshots, worstSeverity } from './diffSnapshots';

describe('diffSnapshots', () => {
  it('finds nothing where nothing differs', () => {
    const content = {
      instructions: 'Ask first.',
      capabilities: [tool({ name: 'forecast' })],
    };
    expect(diffSnapshots(content, content)).toEqual([]);
    expect(worstSeverity([])).toBe('info');
  });

  it('tells what was added and what was removed, by kind and name', () => {
    const changes = diffSnapshots(
      { capabilities: [tool({}, 'old'), tool({}, 'kept')] },
      { capabilities: [tool({}, 'kept'), tool({}, 'new')] },
    );
    expect(changes).toEqual([
      { kind: 'tool', name: 'new', grade: 'added', severity: 'notice' },
      { kind: 'tool', name: 'old', grade: 'removed', severity: 'warning' },
    ]);
    expect(worstSeverity(changes)).toBe('warning');
  });

  it('tells changed instructions and the URLs they bring', () => {
    const changes = diffSnapshots(
      { instructions: 'See https://a.example/x.', capabilities: [] },
      {
        instructions:
          'See https://a.example/x, then https://evil.example/?q=1.',
        capabilities: [],
      },
    );
    expect(changes).toMatchObject([
      { kind: 'server', grade: 'instructions', severity: 'warning' },
      {
        kind: 'server',
        grade: 'url-introduced',
        after: 'https://evil.example/?q=1',
      },
    ]);
  });

  it('ends on schemas made to keep it busy', () => {
    const busy = (type: string) => ({
      $ref: '#/$defs/n0',
      $defs: Object.fromEntries(
        Array.from({ length: 30 }, (_each, at) => [
          `n${at}`,
          {
            anyOf: Array.from({ length: 6 }, (_one, to) => ({
              type: ['object', type],
              properties: {
                p: { $ref: `#/$defs/n${(at * 7 + to * 11) % 30}` },
              },
            })),
          },
        ]),
      ),
    });
    const started = cpuMs();
    const changes = diffTools(input(busy('string')), input(busy('number')));
    expect(changes.some(each => each.grade === 'input-narrowed')).toBe(true);
    expect(cpuMs() - started).toBeLessThan(5000);
  });
});
