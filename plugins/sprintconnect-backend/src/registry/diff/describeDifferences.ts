import type { ChangeGrade } from '@sprintconnect/plugin-sprintconnect-common';
import { step } from './Comparison';
import { isRecord, isSame } from './SchemaNode';

/** A place where two definitions say something else to their reader, whatever they accept. */
export interface TextDifference {
  grade: Extract<ChangeGrade, 'description' | 'title' | 'other'>;
  path: string;
  before?: unknown;
  after?: unknown;
}

const DIFFERENCES_MAX = 100;

/** Differences of titles, descriptions and everything that no other comparison understands, at most 100. */
export function describeDifferences(
  before: unknown,
  after: unknown,
  path: string,
): TextDifference[] {
  const found: TextDifference[] = [];
  visit({ before, after, path }, found);
  return found;
}

interface Place {
  before: unknown;
  after: unknown;
  path: string;
}

function visit(place: Place, found: TextDifference[]): void {
  const { before, after, path } = place;
  if (found.length >= DIFFERENCES_MAX || isSame(before, after)) return;
  if (Array.isArray(before) && Array.isArray(after)) {
    for (let at = 0; at < Math.max(before.length, after.length); at++) {
      visit(
        {
          before: before[at],
          after: after[at],
          path: step(path, at),
        },
        found,
      );
    }
  } else if (isRecord(before) && isRecord(after)) {
    for (const key of new Set([
      ...Object.keys(before),
      ...Object.keys(after),
    ])) {
      visit(
        {
          before: Object.hasOwn(before, key) ? before[key] : undefined,
          after: Object.hasOwn(after, key) ? after[key] : undefined,
          path: step(path, key),
        },
        found,
      );
    }
  } else {
    found.push({ grade: gradeOf(place), path, before, after });
  }
}

function gradeOf({ before, after, path }: Place): TextDifference['grade'] {
  const key = path.slice(path.lastIndexOf('/') + 1);
  const isText = [before, after].every(
    each => each === undefined || typeof each === 'string',
  );
  if (isText && key === 'description') return 'description';
  if (isText && key === 'title') return 'title';
  return 'other';
}
