import type { Request, RequestHandler, Response } from 'express';
import { ProblemError } from '../http';
import type { QuotaVerdict } from './Quota';

/** Takes a request from one quota. */
export type Take = () => Promise<QuotaVerdict>;

/**
 * Takes a request from the quotas that it falls under, one after the other, so that what one quota refuses uses up
 * nothing of the next: nobody can spend what belongs to all by asking in vain. The answer tells of the one that is nearest to its end
 * (`RateLimit-Limit`, `-Remaining` and `-Reset`, in seconds); a quota that is used up answers a 429 problem.
 */
export function limitHandler(
  quotasOf: (req: Request) => Take[],
): RequestHandler {
  return async (req, res, next) => {
    try {
      await takeAll(quotasOf(req), verdict => tell(res, verdict));
      next();
    } catch (error) {
      next(error);
    }
  };
}

/** Takes from quotas one after the other. Throws a 429 problem at the first that is used up. */
export async function takeAll(
  takes: readonly Take[],
  onVerdict: (verdict: QuotaVerdict) => void = () => {},
): Promise<void> {
  for (const take of takes) {
    const verdict = await take();
    onVerdict(verdict);
    if (!verdict.allowed) throw tooMany(verdict);
  }
}

/** More requests under way at once than one credential may have. */
export function tooManyAtOnce(max: number): ProblemError {
  return new ProblemError({
    kind: 'concurrency-limited',
    detail: `This credential already has ${max} requests in progress, which is the limit. Wait for one to finish.`,
    headers: { 'Retry-After': '1' },
  });
}

function tooMany({ words, resetMs }: QuotaVerdict): ProblemError {
  const seconds = secondsOf(resetMs);
  return new ProblemError({
    kind: 'rate-limited',
    detail: `Limit reached: ${words}. Try again in ${seconds} s.`,
    headers: { 'Retry-After': String(seconds) },
  });
}

function tell(res: Response, verdict: QuotaVerdict): void {
  const told = Number(res.getHeader('RateLimit-Remaining') ?? Infinity);
  if (verdict.allowed && verdict.remaining >= told) return;
  res.set({
    'RateLimit-Limit': String(verdict.limit),
    'RateLimit-Remaining': String(verdict.remaining),
    'RateLimit-Reset': String(secondsOf(verdict.resetMs)),
  });
}

function secondsOf(ms: number): number {
  return Math.max(1, Math.ceil(ms / 1000));
}
