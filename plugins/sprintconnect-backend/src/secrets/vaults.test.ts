import { databaseIds, openTestDatabase } from '../__testUtils__';
import { describeSecretVault } from './__testUtils__/describeSecretVault';
import { keptRows, openTestSecrets } from './__testUtils__/openTestSecrets';

describe.each(databaseIds)('on %s', id => {
  describeSecretVault('keys of the configuration', async () => {
    const database = await openTestDatabase({ id });
    const { vault } = await openTestSecrets(database);
    return { database, vault, kept: () => keptRows(database) };
  });
});
