import { eventually, testContext } from '../../__testUtils__';
import { closedAfterTest } from '../../__testUtils__/closedAfterTest';
import type { WantedConnection } from '../connections/ConnectionPool';
import { ResourceWatches } from './ResourceWatches';

const of = { server: { id: 'notes' }, uri: 'notes://mine' };
const as = (ref: string) => testContext({ caller: { type: 'user', ref } });
const ada = as('user:default/ada');
const eve = as('user:default/eve');

type Login = 'person' | undefined;

/** Watches at a server that people log in to as this says: at first, and from the next time on that it is looked at. */
function open({ first, then }: { first: Login; then: Login }) {
  const wanted: WantedConnection[] = [];
  let found = 0;
  const watches = new ResourceWatches({
    gateway: { rehearse: async () => ({ wouldCall: true, steps: [] }) },
    store: {
      async find() {
        found += 1;
        return {
          server: {
            ...{ id: 'notes', remotes: [] },
            login: found === 1 ? first : then,
          } as never,
          prior: undefined,
          capability: undefined,
        };
      },
    },
    pool: {
      use: (asked, signal) => {
        wanted.push(asked);
        return new Promise((_done, failed) => {
          signal.addEventListener('abort', () => failed(signal.reason));
        });
      },
    },
  });
  closedAfterTest({ close: () => watches.stop() });
  return { watches, wanted, found: () => found };
}

it('hears of a server with the account of each person, and of others once for all', async () => {
  for (const [now, conversations] of [
    ['person', 2],
    [undefined, 1],
  ] as const) {
    const { watches, wanted } = open({ first: now, then: now });
    for (const ctx of [ada, eve, ada]) await watches.watch(ctx, of, () => {});
    await eventually('the conversations', () => wanted.length > 0);
    expect(wanted).toHaveLength(conversations);
    expect(new Set(wanted.map(each => each.callerKey)).size).toBe(
      conversations,
    );
    expect(wanted.map(({ target }) => target.caller?.userRef)).toEqual(
      now ? ['user:default/ada', 'user:default/eve'] : [undefined],
    );
  }
});

it.each([
  ['now', undefined, 'person'],
  ['no longer', 'person', undefined],
] as const)(
  'does not converse for who came before people %s log in by themselves',
  async (_what, before, after) => {
    const { watches, wanted, found } = open({ first: before, then: after });
    await watches.watch(ada, of, () => {});
    await eventually('it looked, and looked again', () => found() > 2);
    expect(wanted).toEqual([]);
  },
);
