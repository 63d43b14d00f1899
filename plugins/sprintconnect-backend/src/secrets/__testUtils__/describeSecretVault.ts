import type { Database, SecretPlace, SecretVault } from '../../ports';

/** A vault to test, over a fresh database. */
export interface VaultUnderTest {
  database: Database;
  vault: SecretVault;
  /** Every byte that the engine keeps, wherever it does. */
  kept(): Promise<string>;
}

const PLACE: SecretPlace = {
  orgId: 'default',
  holder: 'credential:1',
  field: 'token',
  version: 1,
};
const MARK = 'marked-secret-5f0c2f';

/** Places that differ from {@link PLACE} in one part, and some that only read alike when their parts are joined. */
const ELSEWHERE: [string, SecretPlace][] = [
  ['organisation', { ...PLACE, orgId: 'other' }],
  ['holder', { ...PLACE, holder: 'credential:2' }],
  ['field', { ...PLACE, field: 'password' }],
  ['version', { ...PLACE, version: 2 }],
  ['joint', { ...PLACE, orgId: 'default","credential:1', holder: '' }],
];

/** What every engine of the vault promises. `open` gives one over a fresh database each time. */
export function describeSecretVault(
  name: string,
  open: () => Promise<VaultUnderTest>,
): void {
  async function keepAt(
    { database, vault }: VaultUnderTest,
    place: SecretPlace,
    text: string,
  ) {
    const sealed = await vault.seal(place, text);
    await database.transaction(tx => vault.keep(tx, sealed));
    return sealed;
  }

  describe(`a vault: ${name}`, () => {
    it('opens what was kept, any text and any number of times', async () => {
      const world = await open();
      const texts = ['x', MARK, 'Ä € 🔑 \n\u0000"', 'k'.repeat(100_000)];
      for (const [index, text] of texts.entries()) {
        const place = { ...PLACE, version: index + 1 };
        await keepAt(world, place, text);
        expect(await world.vault.open(place)).toBe(text);
        expect(await world.vault.open(place)).toBe(text);
      }
    });

    it('opens what was read of a place, and of no other', async () => {
      const { vault, database } = await open();
      const given = await keepAt(
        { vault, database } as VaultUnderTest,
        PLACE,
        MARK,
      );
      const read = await vault.read(PLACE);
      expect(read).toEqual(given);
      expect(await vault.unseal(read)).toBe(MARK);
      for (const [, place] of ELSEWHERE) {
        await expect(vault.unseal({ ...read, place })).rejects.toMatchObject({
          name: 'SecretError',
        });
        await expect(vault.read(place)).rejects.toMatchObject({
          code: 'secret-missing',
        });
      }
    });

    it('keeps no plaintext in the database', async () => {
      const world = await open();
      const sealed = await keepAt(world, PLACE, MARK);
      const kept = `${await world.kept()}${JSON.stringify(sealed)}`;
      expect(kept).toContain('credential:1');
      for (const encoding of ['utf8', 'base64', 'hex'] as const) {
        expect(kept).not.toContain(Buffer.from(MARK).toString(encoding));
      }
    });

    it('seals one text differently each time', async () => {
      const { vault } = await open();
      const [one, two] = [
        await vault.seal(PLACE, MARK),
        await vault.seal(PLACE, MARK),
      ];
      expect(one.sealed).not.toBe(two.sealed);
    });

    it('has nothing before it is kept, nor after a transaction that failed', async () => {
      const { database, vault } = await open();
      const sealed = await vault.seal(PLACE, MARK);
      const lost = database.transaction(async tx => {
        await vault.keep(tx, sealed);
        throw new Error('rolled back');
      });
      await expect(lost).rejects.toThrow('rolled back');
      await expect(vault.open(PLACE)).rejects.toMatchObject({
        name: 'SecretError',
        code: 'secret-missing',
      });
    });

    it('keeps the new one in the stead of the one before', async () => {
      const world = await open();
      await keepAt(world, PLACE, 'before');
      await keepAt(world, PLACE, 'after');
      expect(await world.vault.open(PLACE)).toBe('after');
    });

    it.each(ELSEWHERE)('opens at no other place: %s', async (_what, place) => {
      const world = await open();
      await keepAt(world, PLACE, MARK);
      await expect(world.vault.open(place)).rejects.toMatchObject({
        code: 'secret-missing',
      });
      // Whoever can write to the database moves it there.
      await world.database.transaction(async tx => {
        await tx('secrets').insert({
          ...(await tx('secrets').first()),
          org_id: place.orgId,
          holder: place.holder,
          field: place.field,
          version: place.version,
        });
      });
      const opened = world.vault.open(place);
      await expect(opened).rejects.toMatchObject({ code: 'secret-damaged' });
      await expect(opened).rejects.not.toThrow(MARK);
      expect(await world.vault.open(PLACE)).toBe(MARK);
    });

    it('destroys what a holder has, or its versions below one, and nothing of others', async () => {
      const world = await open();
      const { database, vault } = world;
      const places = [
        ...[1, 2, 3].map(version => ({ ...PLACE, version })),
        { ...PLACE, field: 'password' },
        { ...PLACE, holder: 'credential:11' },
        { ...PLACE, orgId: 'other' },
      ];
      for (const place of places) await keepAt(world, place, MARK);
      const left = async () => {
        const found: string[] = [];
        for (const place of places) {
          const text = await vault.open(place).catch(error => error.code);
          found.push(text === MARK ? 'here' : text);
        }
        return found;
      };
      const { orgId, holder } = PLACE;
      await database.transaction(tx =>
        vault.destroy(tx, { orgId, holder, belowVersion: 3 }),
      );
      expect(await left()).toEqual([
        ...['secret-missing', 'secret-missing', 'here'],
        ...['secret-missing', 'here', 'here'],
      ]);
      await database.transaction(tx => vault.destroy(tx, { orgId, holder }));
      expect((await left()).slice(2)).toEqual([
        ...['secret-missing', 'secret-missing', 'here', 'here'],
      ]);
    });

    it('destroys nothing in a transaction that fails', async () => {
      const world = await open();
      await keepAt(world, PLACE, MARK);
      const lost = world.database.transaction(async tx => {
        await world.vault.destroy(tx, PLACE);
        throw new Error('rolled back');
      });
      await expect(lost).rejects.toThrow('rolled back');
      expect(await world.vault.open(PLACE)).toBe(MARK);
    });

    it('refuses half of a character rather than to change it', async () => {
      const { vault } = await open();
      await expect(vault.seal(PLACE, 'a\ud800')).rejects.toThrow(TypeError);
    });
  });
}
