import { fixedClock, testContext } from '../__testUtils__';
import type { CredentialUser, PersonTokens, Presented } from '../ports';
import { openRegistry } from '../registry/__testUtils__/openRegistry';
import { createCredentials, credentialSettingsSchema } from '.';
import type { CredentialRecord } from './CredentialRecord';
import { createCredentialSource } from './createCredentialSource';
import type { GivenCredential } from './kinds/SealedContent';

const URL_OF = new URL('https://weather.example/mcp');
const OWN = '0197f3b2-7c1e-7abc-8def-0123456789ab';
const ada = { userRef: 'user:default/ada' };
const account: GivenCredential = { type: 'oauth-user' };
const bearer: GivenCredential = { type: 'bearer', secret: 'of-all' };
const ctx = testContext();

type Asked = [userRef: string, refused: number | undefined];

/** A source with one server's own credential, of these versions, and a shared one. */
function sourceOf(options: {
  versions: readonly GivenCredential[];
  token?: PersonTokens['personToken'];
  discoverWith?: string;
}) {
  const { versions, discoverWith } = options;
  const asked: Asked[] = [];
  const read: string[] = [];
  const clock = fixedClock();
  const version = versions.length;
  const record = {
    ...{ id: OWN, orgId: 'default', serverId: 'server-1', version },
    type: versions[version - 1].type,
    details: { ...(discoverWith && { discoverWith }) },
    ...(version > 1 && {
      previous: {
        version: version - 1,
        type: versions[version - 2].type,
        until: new Date(clock.now().getTime() + 60_000),
      },
    }),
  } as CredentialRecord;
  const shared = {
    ...{ id: 'shared', orgId: 'default', name: 'robot', version: 1 },
    ...{ type: 'bearer', details: {} },
  } as CredentialRecord;
  const source = createCredentialSource({
    clock,
    store: {
      findByRef: async (_ctx, ref) => (ref === 'robot' ? shared : record),
    },
    persons: {
      async personToken(person, login, of) {
        asked.push([person.userRef, of?.refused]);
        return (options.token ?? (async () => ({ text: 'hers', stamp: 1 })))(
          ...([person, login, of] as const),
        );
      },
      forgetServer: async () => {},
    },
    vault: {
      async read({ holder, version: of }: { holder: string; version: number }) {
        read.push(`${holder} ${of}`);
        return { holder, of };
      },
      unseal: async ({ holder, of }: { holder: string; of: number }) =>
        JSON.stringify({
          origins: [URL_OF.origin],
          ...(holder === 'credential:shared'
            ? { given: { type: 'bearer', secret: 'of-the-robot' } }
            : {
                serverId: 'server-1',
                givenBy: 'user:default/gil',
                given: versions[of - 1],
              }),
        }),
    } as never,
  });
  const of = (caller?: CredentialUser['caller']) =>
    source.of({
      ...{ orgId: 'default', serverId: 'server-1', credentialRef: OWN },
      caller,
    });
  return { of, asked, read };
}

const failureOf = (work: Promise<unknown>) =>
  work.then(
    () => ({ name: 'none' }),
    error => error,
  );

describe('an account of a person', () => {
  it('is that of whoever calls, and of nobody else', async () => {
    const { of, asked } = sourceOf({ versions: [account] });
    expect(await of(ada).present(URL_OF, {})).toMatchObject({
      headers: { authorization: 'Bearer hers' },
      secrets: ['hers'],
    });
    await of({ userRef: 'user:default/eve' }).present(URL_OF, {});
    expect(asked.map(([userRef]) => userRef)).toEqual([
      'user:default/ada',
      'user:default/eve',
    ]);
  });

  it('serves what nobody asked for where it is that of who gave the credential', async () => {
    const { of, asked } = sourceOf({ versions: [account] });
    await of().present(URL_OF, {});
    expect(asked).toEqual([['user:default/gil', undefined]]);
  });

  it('serves it not where a shared credential is named for that, which serves no call', async () => {
    const { of, asked } = sourceOf({
      versions: [account],
      discoverWith: 'robot',
    });
    expect(await of().present(URL_OF, {})).toMatchObject({
      secrets: ['of-the-robot'],
    });
    expect(asked).toEqual([]);
    expect(await of(ada).present(URL_OF, {})).toMatchObject({
      secrets: ['hers'],
    });
  });

  it('is none of a key or a service, and nobody is asked for a token then', async () => {
    const { of, asked } = sourceOf({ versions: [account] });
    expect(await failureOf(of({}).present(URL_OF, {}))).toMatchObject({
      ...{ name: 'CredentialError', needsAccount: false },
      message: expect.stringContaining('you are no person'),
    });
    expect(asked).toEqual([]);
  });

  it('is to be connected where there is none', async () => {
    const token = async () => undefined;
    const { of } = sourceOf({ versions: [account], token });
    for (const caller of [ada, undefined]) {
      expect(await failureOf(of(caller).present(URL_OF, {}))).toMatchObject({
        ...{ name: 'CredentialError', needsAccount: true },
      });
    }
  });

  it('gets a younger token once', async () => {
    const { of, asked } = sourceOf({
      versions: [account],
      token: async (_person, _login, { refused = 0 } = {}) => ({
        ...{ text: `token-${refused + 1}`, stamp: refused + 1 },
      }),
    });
    const first = (await of(ada).present(URL_OF, {})) as Presented;
    const second = await of(ada).present(URL_OF, { refused: first });
    expect(second?.secrets).toEqual(['token-2']);
    expect(await of(ada).present(URL_OF, { refused: second })).toBe(undefined);
    expect(asked).toHaveLength(2);
  });

  it.each([
    ['a shared secret stands in for it', [bearer, account]],
    ['it stands in for a shared secret', [account, bearer]],
  ] as const)('is on its own: never that %s', async (_what, versions) => {
    const { of, read } = sourceOf({ versions });
    const first = (await of(ada).present(URL_OF, {})) as Presented;
    expect(await of(ada).present(URL_OF, { refused: first })).toBe(undefined);
    // The version before is not even read.
    expect(read).toEqual([`credential:${OWN} 2`]);
  });

  it.each([
    ['to', bearer, account],
    ['from', account, bearer],
  ])('takes no overlap on the way %s it', async (_way, before, after) => {
    const world = await openRegistry();
    const { ofServers } = createCredentials(
      {
        ...{ ...world.plumbing, vault: world.credentials.vault },
        persons: {
          personToken: async () => undefined,
          forgetServer: async () => {},
        },
      },
      {
        settings: credentialSettingsSchema.parse({}),
        environments: ['development'],
        admins: { bindings: { list: async () => [] }, configured: [] },
      },
    );
    const give = async (given: GivenCredential, overlapSeconds = 0) => {
      const prepared = await ofServers.prepare(ctx, {
        ...{ given, serverId: 'server-1' },
        remotes: [{ type: 'streamable-http', url: URL_OF.href }],
      });
      return world.database.transaction(tx =>
        ofServers.give(tx, ctx, {
          ...{ serverId: 'server-1', prepared, overlapSeconds },
        }),
      );
    };
    await give(before);
    const rows = () =>
      Promise.all(
        ['credentials', 'secrets', 'audit_entries'].map(table =>
          world.database.reader(table),
        ),
      );
    const was = await rows();
    expect(await failureOf(give(after, 60))).toMatchObject({
      ...{ status: 400 },
      errors: [{ path: 'overlapSeconds' }],
    });
    expect(await rows()).toEqual(was);
    expect(await give(after)).toMatchObject({ version: 2, type: after.type });
  });
});
