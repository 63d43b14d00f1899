import { mockServices } from '@backstage/backend-test-utils';
import { aRule } from './__testUtils__/aRule';
import { RuleBook } from './RuleBook';

function open() {
  const state = {
    revision: 1,
    rules: [aRule({ action: 'deny', host: 'a.example' })],
    isAway: false,
    reads: 0,
    /** What a read waits for before it answers with what it found. */
    answers: Promise.resolve(),
  };
  const refuse = () => {
    if (state.isAway) throw new Error('away');
  };
  const book = new RuleBook(
    {
      read: async () => {
        refuse();
        state.reads++;
        const { revision, rules, answers } = state;
        await answers;
        return { revision, rules };
      },
      revisions: async orgIds => {
        refuse();
        return new Map(orgIds.map(each => [each, state.revision]));
      },
    },
    { privateRanges: [], logger: mockServices.logger.mock() },
  );
  const changed: string[] = [];
  book.onChange(orgId => changed.push(orgId));
  const denies = async (host: string, environment?: string) => {
    const set = await book.rulesFor({ orgId: 'acme', environment });
    return set.denying({ host, port: 443 }) !== undefined;
  };
  return { book, state, changed, denies };
}

beforeEach(() => {
  jest.useFakeTimers();
});
afterEach(() => {
  jest.useRealTimers();
});

describe('RuleBook', () => {
  it('reads once for many, and goes by what it knows', async () => {
    const { book, state, denies } = open();
    await Promise.all([denies('a.example'), denies('a.example')]);
    expect(state.reads).toBe(1);
    const target = { orgId: 'acme', environment: 'production' };
    expect(book.rulesFor(target)).toBe(book.rulesFor(target));
    book.close();
  });

  it('reads anew after a change, though a read that began before is under way', async () => {
    const { book, state, denies } = open();
    let answer = () => {};
    state.answers = new Promise(done => {
      answer = done;
    });
    const before = denies('a.example');
    state.revision = 2;
    state.rules = [];
    const refreshed = book.refresh('acme');
    answer();
    await before;
    await refreshed;
    expect(await denies('a.example')).toBe(false);
    expect(state.reads).toBe(2);
    book.close();
  });

  it('tells of an organisation when its revision moved, and of none other', async () => {
    const { book, state, changed, denies } = open();
    await denies('a.example');
    await book.check();
    expect([state.reads, changed]).toEqual([1, []]);
    state.revision = 2;
    state.rules = [];
    await jest.advanceTimersByTimeAsync(1_000);
    expect(changed).toEqual(['acme']);
    expect(await denies('a.example')).toBe(false);
    book.close();
  });

  it('goes by rules that cannot be compared for ten seconds, and no longer', async () => {
    const { book, state, denies } = open();
    await denies('a.example');
    state.isAway = true;
    await jest.advanceTimersByTimeAsync(9_500);
    expect(await denies('a.example')).toBe(true);
    await jest.advanceTimersByTimeAsync(1_000);
    await expect(denies('a.example')).rejects.toMatchObject({
      code: 'rules-unavailable',
    });
    state.isAway = false;
    expect(await denies('a.example')).toBe(true);
    book.close();
  });

  it('takes of a target without an environment what each environment denies, and what all allow', async () => {
    const { book, state } = open();
    state.rules = [
      aRule({ action: 'deny', host: 'a.example', environment: 'production' }),
      aRule({ host: 'b.example', environment: 'production' }),
      aRule({ host: 'c.example' }),
    ];
    const judged = async (environment?: string) => {
      const set = await book.rulesFor({ orgId: 'acme', environment });
      return [
        set.denying({ host: 'a.example', port: 443 }) !== undefined,
        set.mayAllow({ host: 'b.example', port: 443 }),
        set.mayAllow({ host: 'c.example', port: 443 }),
      ];
    };
    expect(await judged('production')).toEqual([true, true, true]);
    expect(await judged('development')).toEqual([false, false, true]);
    expect(await judged()).toEqual([true, false, true]);
    book.close();
  });
});
