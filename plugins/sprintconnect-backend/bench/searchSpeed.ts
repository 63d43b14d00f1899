import type { BenchDatabase } from './benchDatabase';
import { onEachDatabase } from './onEachDatabase';
import type { Result } from './Result';
import { Samples } from './Samples';
import { type CorpusServer, plainSearch, writeCorpus } from './searchCorpus';
import {
  collectTools,
  type EvaluationServer,
} from './searchEvaluation/collectTools';
import { evaluationQueries } from './searchEvaluation/evaluateSearch';
import { startBackend } from './startBackend';
import { underLoad } from './underLoad';

const SERVERS = 10_000;
const TOOLS_OF_EACH = 10;
const SEARCHES = 2_000;
const WARM_UP = 200;
/** Enough in flight for a hundred a second. */
const SEARCHERS = 3;
const PLAIN_SEARCHES = 40;
const GOALS = { 'better-sqlite3': 80, pg: 50 };
/** Words that thousands of capabilities have, alone and together, whole and begun. */
const COMMON = [
  'get',
  'list',
  'file',
  'create',
  'page',
  'the',
  'search',
  'get list',
  'list of all files',
  'create page',
  'get a page by id',
  'cre',
  'pag',
  'read fi',
  'url',
];

/** Numbers that look random and are the same in every run. */
function createRandom(seed: number): (below: number) => number {
  let state = seed;
  return below => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/** Servers whose tools are those of real servers with some of their words changed for others of them. */
function* mutatedServers(real: EvaluationServer[]): Generator<CorpusServer> {
  const random = createRandom(20_261_122);
  const tools = real.flatMap(server => server.tools);
  const words = tools.flatMap(tool =>
    String(tool.description ?? '')
      .split(/\s+/)
      .filter(word => /^[a-z]{3,14}$/.test(word)),
  );
  const nameWords = tools.flatMap(tool => tool.name.split(/[_-]/));
  const mutated = (text: string, pool: string[], separator: RegExp) =>
    text
      .split(separator)
      .map(part =>
        /\w/.test(part) && random(4) === 0 ? pool[random(pool.length)] : part,
      )
      .join('');
  for (let at = 0; at < SERVERS; at++) {
    const names = new Set<string>();
    const chosen: CorpusServer['tools'] = [];
    while (chosen.length < TOOLS_OF_EACH) {
      const tool = tools[random(tools.length)];
      const name = mutated(tool.name, nameWords, /([_-])/);
      if (names.has(name)) continue;
      names.add(name);
      const description = String(tool.description ?? '').slice(0, 600);
      chosen.push({
        ...tool,
        name,
        description: mutated(description, words, /(\s+)/),
      });
    }
    const { name, description } = real[at % real.length];
    yield {
      name: `${name}-${at}`,
      ...(description && { description: mutated(description, words, /(\s+)/) }),
      tools: chosen,
    };
  }
}

/** Queries as people type them; every fifth with a letter swapped, every fifth of common words. */
function queryAt(at: number): string {
  const { query } = evaluationQueries[(at * 37) % evaluationQueries.length];
  if (at % 5 === 0) return COMMON[(at / 5) % COMMON.length];
  if (at % 5 === 1) {
    const middle = Math.floor(query.length / 2);
    return `${query.slice(0, middle - 1)}${query[middle]}${query[middle - 1]}${query.slice(middle + 1)}`;
  }
  return query;
}

async function fillSearchCorpus(database: BenchDatabase): Promise<void> {
  const real = await collectTools();
  const begun = performance.now();
  await writeCorpus(database, mutatedServers(real));
  const seconds = (performance.now() - begun) / 1000;
  process.stdout.write(
    `${database.client} filled in ${seconds.toFixed(0)} s … `,
  );
}

async function measure(database: BenchDatabase): Promise<Result[]> {
  const backend = await startBackend({
    upstreamPort: 9,
    roles: ['api'],
    database: database.config,
  });
  const knex = database.open();
  try {
    const load = await underLoad({
      ...backend,
      paths: Array.from(
        { length: WARM_UP + SEARCHES },
        (_each, at) =>
          `/api/sprintconnect/v1/discovery/capabilities?limit=20&q=${encodeURIComponent(queryAt(at))}`,
      ),
      inFlight: SEARCHERS,
      warmUp: WARM_UP,
    });
    const searches = new Samples(load.durations);
    const rate = SEARCHES / load.seconds;
    process.stdout.write(
      `CPU of one search ${(load.cpuMs / SEARCHES).toFixed(1)} ms and of asking ${(load.ownCpuMs / SEARCHES).toFixed(1)} ms … `,
    );
    const plain = new Samples();
    for (let at = 0; at < PLAIN_SEARCHES; at++) {
      await plain.time(() => plainSearch(knex, { q: queryAt(at), limit: 20 }));
    }
    const of = `search of ${SERVERS * TOOLS_OF_EACH} capabilities, ${database.client}`;
    return [
      {
        what: `${of}, p95`,
        measured: searches.quantile(0.95),
        unit: 'ms',
        baseline: {
          what: 'part of the text, bare query, p95',
          value: plain.quantile(0.95),
        },
        goal: { atMost: GOALS[database.client] },
      },
      {
        what: of,
        measured: rate,
        unit: 'requests/s',
        goal: { atLeast: 100 },
      },
    ];
  } finally {
    await knex.destroy();
    await backend.stop();
  }
}

/** Searching among 100,000 capabilities of 10,000 servers, with common words and typing mistakes, on each database. */
export function searchSpeed(): Promise<Result[]> {
  return onEachDatabase(async database => {
    await fillSearchCorpus(database);
    return measure(database);
  });
}
