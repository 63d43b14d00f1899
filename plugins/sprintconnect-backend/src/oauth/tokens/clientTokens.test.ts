import { databaseIds, eventually } from '../../__testUtils__';
import { SecretError } from '../../ports';
import { failureOf } from '../__testUtils__/failureOf';
import { SECRET, SERVER_URL, tokenWorld } from '../__testUtils__/tokenWorld';

describe.each(databaseIds)('tokens of clients on %s', id => {
  it('asks once, and gives what is kept', async () => {
    const { instance, client, asked, rows } = await tokenWorld({ id });
    const tokens = instance();
    const first = await tokens.clientToken(client({ scopes: ['b', 'a'] }));
    expect(first).toEqual({ text: 'MARK-token-1', stamp: 1 });
    expect(await tokens.clientToken(client({ scopes: ['a', 'b'] }))).toEqual(
      first,
    );
    expect(asked()).toHaveLength(1);
    expect(Object.fromEntries(asked()[0].form)).toEqual({
      grant_type: 'client_credentials',
      client_id: 'robot',
      client_secret: SECRET,
      resource: SERVER_URL,
      scope: 'b a',
    });
    expect(JSON.stringify(await rows())).not.toContain('MARK');
  });

  it('shares a token among instances, and asks again before it ends', async () => {
    const world = await tokenWorld({ id });
    const { client, asked, clock } = world;
    const [one, two] = [world.instance(), world.instance()];
    await one.clientToken(client());
    expect((await two.clientToken(client())).text).toBe('MARK-token-1');
    clock.advance(539_000);
    expect((await two.clientToken(client())).text).toBe('MARK-token-1');
    clock.advance(1_000);
    expect(await two.clientToken(client())).toEqual({
      text: 'MARK-token-2',
      stamp: 2,
    });
    expect((await one.clientToken(client())).text).toBe('MARK-token-2');
    expect(asked()).toHaveLength(2);
    expect(await world.kept()).toEqual(['MARK-token-2']);
  });

  it('has one instance ask while many want it, everywhere', async () => {
    const { site, give, instance, client, asked } = await tokenWorld({ id });
    let open = () => {};
    const gate = new Promise<void>(resolve => {
      open = resolve;
    });
    site.pages['/token'] = async () => {
      await gate;
      return give();
    };
    const instances = [instance(), instance(), instance()];
    const all = instances.flatMap(tokens =>
      Array.from({ length: 5 }, () => tokens.clientToken(client())),
    );
    await eventually('the question', () => asked().length === 1);
    open();
    const texts = (await Promise.all(all)).map(({ text }) => text);
    expect(new Set(texts)).toEqual(new Set(['MARK-token-1']));
    expect(asked()).toHaveLength(1);
  });

  it('asks the database once for all who want a token at once', async () => {
    const { database, instance, client } = await tokenWorld({ id });
    let queries = 0;
    database.reader.on('query', () => queries++);
    const tokens = instance();
    await Promise.all(
      Array.from({ length: 50 }, () => tokens.clientToken(client())),
    );
    expect(queries).toBeLessThan(50);
  });

  it('gets a younger token once where the server refused one, by whichever instance', async () => {
    const world = await tokenWorld({ id });
    const { client, asked, clock } = world;
    const [one, two] = [world.instance(), world.instance()];
    const { stamp: refused } = await one.clientToken(client());
    await two.clientToken(client());
    const younger = { text: 'MARK-token-2', stamp: 2 };
    expect(await one.clientToken(client(), { refused })).toEqual(younger);
    expect(await two.clientToken(client(), { refused })).toEqual(younger);
    expect(asked()).toHaveLength(2);
    const again = () => one.clientToken(client(), { refused: 2 });
    expect(await again()).toEqual(younger);
    expect(asked()).toHaveLength(2);
    clock.advance(30_000);
    expect((await again()).stamp).toBe(3);
  });

  it('keeps the token that is good while no new one can be had', async () => {
    const { site, instance, client, clock, asked } = await tokenWorld({ id });
    const tokens = instance();
    await tokens.clientToken(client());
    site.pages['/token'] = { status: 503 };
    clock.advance(560_000);
    expect((await tokens.clientToken(client())).text).toBe('MARK-token-1');
    expect((await tokens.clientToken(client())).text).toBe('MARK-token-1');
    expect(asked()).toHaveLength(2);
    clock.advance(40_000);
    const error = await failureOf(tokens.clientToken(client()));
    expect(error.code).toBe('authorization-server-unavailable');
  });

  it('does not ask again at once what was refused, on any instance', async () => {
    const world = await tokenWorld({ id });
    const { site, client, asked, clock, give } = world;
    site.pages['/token'] = {
      status: 401,
      headers: { 'www-authenticate': 'Basic' },
      body: { error: 'invalid_client', error_description: `${SECRET} is old` },
    };
    const [one, two] = [world.instance(), world.instance()];
    const first = await failureOf(one.clientToken(client()));
    const second = await failureOf(two.clientToken(client()));
    expect([first.code, first.message]).toEqual([second.code, second.message]);
    expect(first.code).toBe('client-refused');
    expect(first.message).not.toContain('MARK');
    expect(asked()).toHaveLength(1);
    expect(JSON.stringify(await world.rows())).not.toContain('MARK');
    site.pages['/token'] = () => give();
    clock.advance(10_000);
    expect((await two.clientToken(client())).text).toBe('MARK-token-1');
  });

  it('waits as long as the authorization server says', async () => {
    const { site, instance, client, clock, asked } = await tokenWorld({ id });
    site.pages['/token'] = { status: 429, headers: { 'retry-after': '60' } };
    const tokens = instance();
    await failureOf(tokens.clientToken(client()));
    clock.advance(59_000);
    await failureOf(tokens.clientToken(client()));
    expect(asked()).toHaveLength(1);
    clock.advance(1_000);
    await failureOf(tokens.clientToken(client()));
    expect(asked()).toHaveLength(2);
  });

  it('takes the turn of an instance that died asking', async () => {
    const world = await tokenWorld({ id });
    const { site, client, clock, give, asked } = world;
    site.pages['/token'] = { hangs: true };
    const dying = world.instance();
    const lost = dying.clientToken(client()).catch(error => error);
    await eventually('the question', () => asked().length === 1);
    site.pages['/token'] = () => give();
    const waiting = world.instance().clientToken(client());
    clock.advance(15_001);
    expect((await waiting).text).toBe('MARK-token-1');
    await dying.stop();
    expect(await lost).toMatchObject({ message: 'The instance stops' });
    expect((await world.instance().clientToken(client())).stamp).toBe(1);
  });

  it('gives no token that is late, and keeps the one that was in time', async () => {
    const world = await tokenWorld({ id });
    const { site, client, clock, give, asked } = world;
    let answerLate = () => {};
    site.pages['/token'] = () =>
      new Promise(resolve => {
        answerLate = () => resolve(give());
      });
    const slow = world.instance().clientToken(client());
    await eventually('the question', () => asked().length === 1);
    clock.advance(15_001);
    site.pages['/token'] = () => give();
    const inTime = await world.instance().clientToken(client());
    answerLate();
    expect(await slow).toEqual(inTime);
    expect(await world.kept()).toEqual([inTime.text]);
  });

  it('gets another where the kept one cannot be read any more', async () => {
    const world = await tokenWorld({ id });
    await world.instance().clientToken(world.client());
    await world.database.reader('secrets').delete();
    const token = await world.instance().clientToken(world.client());
    expect(token).toEqual({ text: 'MARK-token-2', stamp: 2 });
  });

  it('asks nobody while the vault is away, and says so', async () => {
    const world = await tokenWorld({ id });
    await world.instance().clientToken(world.client());
    jest
      .spyOn(world.vault, 'open')
      .mockRejectedValue(
        new SecretError('secrets-unavailable', 'The vault is sealed'),
      );
    const work = world.instance().clientToken(world.client());
    await expect(work).rejects.toMatchObject({ code: 'secrets-unavailable' });
    expect(world.asked()).toHaveLength(1);
  });

  it('frees the turn where the secret of the client cannot be read', async () => {
    const world = await tokenWorld({ id });
    const tokens = world.instance();
    const openSecret = async () => {
      throw new SecretError('secret-missing', 'It has gone');
    };
    await expect(
      tokens.clientToken(world.client({ openSecret })),
    ).rejects.toMatchObject({ code: 'secret-missing' });
    expect(world.asked()).toEqual([]);
    expect((await tokens.clientToken(world.client())).stamp).toBe(1);
  });

  it.each([
    ['organisation', { orgId: 'other' }],
    ['credential', { credentialId: 'c2' }],
    ['version', { version: 2 }],
    ['client', { clientId: 'robot2' }],
    ['server', { serverUrl: 'https://tools.example/other' }],
    ['set of scopes', { scopes: ['read'] }],
    ['audience', { audience: 'https://tools.example' }],
    ['way to name the server', { resource: 'omit' as const }],
    ['issuer', { issuer: 'https://login.example' }],
    [
      'way to log in',
      { authentication: { method: 'client_secret_basic' as const } },
    ],
  ])('has a token of its own for each %s', async (_what, more) => {
    const { instance, client } = await tokenWorld({ id });
    const tokens = instance();
    const one = await tokens.clientToken(client());
    const two = await tokens.clientToken(client(more));
    expect(two.text).not.toBe(one.text);
    expect(await tokens.clientToken(client())).toEqual(one);
  });

  it('forgets the tokens of a credential, and of older versions of one', async () => {
    const world = await tokenWorld({ id });
    const { client, database, kept } = world;
    const tokens = world.instance();
    for (const version of [1, 2]) await tokens.clientToken(client({ version }));
    await tokens.clientToken(client({ credentialId: 'c2' }));
    await tokens.clientToken(client({ orgId: 'other' }));
    const forget = (more: object) =>
      database.transaction(tx =>
        tokens.forget(tx, { orgId: 'acme', credentialId: 'c1', ...more }),
      );
    await forget({ belowVersion: 2 });
    expect(await kept()).toHaveLength(3);
    await forget({});
    expect(await kept()).toEqual(['MARK-token-3', 'MARK-token-4']);
    expect(await world.rows()).toHaveLength(2);
    expect((await tokens.clientToken(client())).text).toBe('MARK-token-5');
  });

  it('keeps no token of a credential that was forgotten while it was asked for', async () => {
    const world = await tokenWorld({ id });
    const { client, database, site, give, kept } = world;
    const tokens = world.instance();
    let count = 0;
    site.pages['/token'] = async () => {
      if (count++ === 0) {
        const what = { orgId: 'acme', credentialId: 'c1' };
        await database.transaction(tx => tokens.forget(tx, what));
      }
      return give();
    };
    await failureOf(tokens.clientToken(client()));
    expect(await kept()).toEqual([]);
    expect(await world.rows()).toEqual([]);
  });

  it('prunes what has ended, with its secret', async () => {
    const world = await tokenWorld({ id });
    const tokens = world.instance();
    await tokens.clientToken(world.client());
    world.clock.advance(600_000 + 59 * 60_000);
    await tokens.clientToken(world.client({ version: 2 }));
    expect(await tokens.prune(10)).toBe(0);
    world.clock.advance(60_001);
    expect(await tokens.prune(10)).toBe(1);
    expect(await world.kept()).toEqual(['MARK-token-2']);
    expect(await world.rows()).toHaveLength(1);
  });
});

describe('what a token endpoint may answer', () => {
  it.each<[string, object]>([
    ['another type', { token_type: 'DPoP' }],
    ['no type', { token_type: undefined }],
    ['no token', { access_token: undefined }],
    ['two words', { access_token: 'MARK-a b' }],
    ['a line break', { access_token: 'MARK-a\r\nX-Admin: 1' }],
    ['too long a token', { access_token: `MARK${'x'.repeat(16_000)}` }],
    ['an end that is no number', { expires_in: 'MARK' }],
  ])('not %s', async (_what, more) => {
    const { site, give, instance, client, kept } = await tokenWorld();
    site.pages['/token'] = () => give(more);
    const error = await failureOf(instance().clientToken(client()));
    expect(error.code).toBe('authorization-server-invalid');
    expect(JSON.stringify([error.message, error.stack])).not.toContain('MARK');
    expect(await kept()).toEqual([]);
  });

  it.each<[string, object]>([
    ['a page', { body: '<html>MARK</html>' }],
    ['a list', { body: [] }],
    ['not found', { status: 404 }],
    ['much too much', { body: 'MARK'.repeat(100_000) }],
    [
      'a way elsewhere',
      { status: 307, headers: { location: 'https://evil.example/' } },
    ],
    ['a way on', { status: 307, headers: { location: '/token2' } }],
  ])('not %s', async (_what, answer) => {
    const { site, instance, client } = await tokenWorld();
    site.pages['/token'] = answer;
    const error = await failureOf(instance().clientToken(client()));
    expect(error.code).toBe('authorization-server-invalid');
    expect(error.message).not.toContain('MARK');
    expect(site.seen).toHaveLength(1);
  });

  it('an end as text, as some do', async () => {
    const { site, give, instance, client, clock } = await tokenWorld();
    site.pages['/token'] = () => give({ expires_in: '60' });
    const tokens = instance();
    await tokens.clientToken(client());
    clock.advance(48_000);
    expect((await tokens.clientToken(client())).stamp).toBe(2);
  });

  it('says so when it does not answer', async () => {
    const { site, instance, client } = await tokenWorld();
    await site.close();
    const error = await failureOf(instance().clientToken(client()));
    expect(error.code).toBe('authorization-server-unavailable');
  });

  it('lets who waits go, and goes on for the others', async () => {
    const { site, give, instance, client, asked } = await tokenWorld();
    let answer = () => {};
    site.pages['/token'] = () =>
      new Promise(resolve => {
        answer = () => resolve(give());
      });
    const tokens = instance();
    const gone = new AbortController();
    const left = tokens.clientToken(client(), { signal: gone.signal });
    const stays = tokens.clientToken(client());
    await eventually('the question', () => asked().length === 1);
    gone.abort(new Error('gone'));
    await expect(left).rejects.toThrow('gone');
    answer();
    expect((await stays).text).toBe('MARK-token-1');
    const late = tokens.clientToken(client(), { signal: gone.signal });
    await expect(late).rejects.toThrow('gone');
  });

  it('keeps nothing of a token that is only tried', async () => {
    const { instance, client, kept, rows, asked } = await tokenWorld();
    const { signal } = new AbortController();
    const tried = await instance().triedToken(client(), { signal });
    expect(tried).toEqual({ text: 'MARK-token-1' });
    expect(asked()).toHaveLength(1);
    expect([await kept(), await rows()]).toEqual([[], []]);
  });
});
