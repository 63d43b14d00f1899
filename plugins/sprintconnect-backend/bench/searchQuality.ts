import type { BenchDatabase } from './benchDatabase';
import { onEachDatabase } from './onEachDatabase';
import type { Result } from './Result';
import { plainSearch, writeCorpus } from './searchCorpus';
import { collectTools } from './searchEvaluation/collectTools';
import {
  evaluateSearch,
  evaluationQueries,
} from './searchEvaluation/evaluateSearch';
import { startBackend } from './startBackend';

const SHOWN = 10;

async function measure(database: BenchDatabase): Promise<Result[]> {
  await writeCorpus(database, await collectTools());
  const backend = await startBackend({
    upstreamPort: 9,
    roles: ['api'],
    database: database.config,
  });
  const knex = database.open();
  try {
    const search = async (q: string): Promise<string[]> => {
      const { items } = await backend.call(
        'GET',
        `/api/sprintconnect/v1/discovery/capabilities?limit=${SHOWN}&q=${encodeURIComponent(q)}`,
      );
      return items.map(
        (hit: { server: { name: string }; capability: { name: string } }) =>
          `${hit.server.name}/${hit.capability.name}`,
      );
    };
    const results: Result[] = [];
    for (const heldOut of [false, true]) {
      const queries = evaluationQueries.filter(
        each => (each.heldOut ?? false) === heldOut,
      );
      const ours = await evaluateSearch(queries, search);
      const plain = await evaluateSearch(queries, q =>
        plainSearch(knex, { q, limit: SHOWN }),
      );
      const of = `${queries.length} ${heldOut ? 'held out ' : ''}queries, ${database.client}`;
      results.push(
        {
          what: `recall@5, ${of}`,
          measured: ours.recall,
          unit: 'of 1',
          baseline: { what: 'part of the text', value: plain.recall },
          goal: { atLeast: 0.8 },
        },
        {
          what: `NDCG@10, ${of}`,
          measured: ours.ndcg,
          unit: 'of 1',
          baseline: { what: 'part of the text', value: plain.ndcg },
          goal: { atLeast: 0.75 },
        },
      );
    }
    return results;
  } finally {
    await knex.destroy();
    await backend.stop();
  }
}

/** How good the answers of the search are, by the queries and tools of searchEvaluation/, on each database. */
export function searchQuality(): Promise<Result[]> {
  return onEachDatabase(measure);
}
