import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** One query and what answers it: 2 what was asked for, 1 useful. Ids are `server/tool`. */
export interface EvaluationQuery {
  query: string;
  heldOut?: boolean;
  relevant: Record<string, number>;
}

/** How good the answers were, from 0 to 1. */
export interface SearchQuality {
  ndcg: number;
  recall: number;
  /** Queries with less than all of what they ask for among the first five. */
  misses: string[];
}

export const evaluationQueries: EvaluationQuery[] = JSON.parse(
  readFileSync(join(__dirname, 'queries.json'), 'utf8'),
);

/** Asks every query and judges the answers, which are ids, best first. */
export async function evaluateSearch(
  queries: readonly EvaluationQuery[],
  search: (query: string) => Promise<string[]>,
): Promise<SearchQuality> {
  let ndcg = 0;
  let recall = 0;
  const misses: string[] = [];
  for (const { query, relevant } of queries) {
    const found = await search(query);
    ndcg += ndcgOf(found, relevant);
    const share = recallOf(found, relevant);
    recall += share;
    if (share < 1) misses.push(`${query} -> ${found.slice(0, 5).join(' ')}`);
  }
  return {
    ndcg: ndcg / queries.length,
    recall: recall / queries.length,
    misses,
  };
}

function ndcgOf(found: string[], relevant: Record<string, number>): number {
  const gain = (grades: number[]) =>
    grades
      .slice(0, 10)
      .reduce(
        (sum, grade, at) => sum + (2 ** grade - 1) / Math.log2(at + 2),
        0,
      );
  const ideal = Object.values(relevant).sort((a, b) => b - a);
  return gain(found.map(id => relevant[id] ?? 0)) / gain(ideal);
}

function recallOf(found: string[], relevant: Record<string, number>): number {
  const wanted = Object.keys(relevant).filter(id => relevant[id] === 2);
  const first = found.slice(0, 5);
  const hits = wanted.filter(id => first.includes(id)).length;
  return hits / Math.min(wanted.length, 5);
}
