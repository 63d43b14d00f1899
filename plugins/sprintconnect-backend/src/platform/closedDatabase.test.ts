import { databaseIds, openTestDatabase } from '../__testUtils__';
import { knexDatabase } from '.';

describe.each(databaseIds)('a %s that the host has closed', id => {
  it('fails at once, and does not wait for a connection', async () => {
    const host = (await openTestDatabase({ id })).reader;
    const { reader, transaction, ping } = knexDatabase(host);
    await host.destroy();
    const started = performance.now();
    await expect(reader('servers').select()).rejects.toThrow(
      'The database was closed',
    );
    await expect(transaction(tx => tx('servers').delete())).rejects.toThrow(
      'The database was closed',
    );
    await expect(ping()).rejects.toThrow("isn't reachable");
    // One that waits does so for 30 seconds or more.
    expect(performance.now() - started).toBeLessThan(15_000);
  });
});
