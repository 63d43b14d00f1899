import {
  benchClients,
  newBenchDatabase,
  type BenchDatabase,
} from './benchDatabase';
import type { Result } from './Result';

/** Measures on each kind of database that there is, on an empty one each, which is removed whatever happens. */
export async function onEachDatabase(
  measure: (database: BenchDatabase) => Promise<Result[]>,
): Promise<Result[]> {
  const results: Result[] = [];
  for (const client of benchClients) {
    const database = await newBenchDatabase(client);
    try {
      results.push(...(await measure(database)));
    } finally {
      await database.remove();
    }
  }
  return results;
}
