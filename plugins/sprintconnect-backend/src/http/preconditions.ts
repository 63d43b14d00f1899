import type { Request } from 'express';
import { ProblemError } from './ProblemError';

/** The strong entity tag of a revision (RFC 9110, section 8.8.3). */
export function etagOf(revision: number): string {
  return `"${revision}"`;
}

/**
 * The revision that the caller last saw, from `If-Match`. 428 when the header is missing (RFC 6585, section 3),
 * 400 when it is not one quoted revision. Whether it is stale (412) only the transaction can say.
 */
export function requireIfMatch(req: Request): number {
  const header = req.get('If-Match');
  if (header === undefined) {
    throw new ProblemError({
      kind: 'if-match-missing',
      detail: 'Send If-Match with the ETag you last read.',
    });
  }
  const revision = /^"(\d{1,15})"$/.exec(header.trim())?.[1];
  if (revision === undefined) {
    throw new ProblemError({
      status: 400,
      detail: `If-Match must be one ETag such as "3", in quotes; it is ${JSON.stringify(header.slice(0, 60))}.`,
    });
  }
  return Number(revision);
}

/** Throws a 412 problem unless the caller's revision is the current one. */
export function requireRevision(expected: number, current: number): void {
  if (expected !== current) {
    throw new ProblemError({
      kind: 'stale-revision',
      detail: `It was changed in the meantime: If-Match is ${etagOf(expected)}, but the current revision is ${etagOf(current)}. Reload it and try again.`,
    });
  }
}
