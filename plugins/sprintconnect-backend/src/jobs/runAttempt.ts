import type { JobHandler } from '../ports';
import type { ClaimedJob } from './claimDueJobs';
import type { Outcome } from './decideSettlement';
import type { ProgressReporter } from './ProgressReporter';

const TIMEOUT_MS = 60_000;

/** Why a signal was aborted. */
export class AttemptBrokenOff extends Error {
  override readonly name = 'AttemptBrokenOff';
  readonly why: 'timed-out' | 'stopped' | 'claim-lost';

  constructor(why: AttemptBrokenOff['why']) {
    super(`The attempt was cancelled: ${why}`);
    this.why = why;
  }
}

/** A time limit and a way to break off, around one call of a handler. */
export interface Attempt {
  /** Never rejects. Undefined when the claim was lost: then the job is somebody else's. */
  readonly outcome: Promise<Outcome | undefined>;
  breakOff(why: AttemptBrokenOff['why']): void;
}

/**
 * Runs a handler once. A handler that ignores its signal does not hold the worker: the attempt counts as
 * broken off at once, and whatever the handler gives later is dropped.
 */
export function runAttempt(
  handler: JobHandler,
  job: ClaimedJob,
  progress: ProgressReporter,
): Attempt {
  const controller = new AbortController();
  const { signal } = controller;
  const timeoutMs = handler.timeoutMs ?? TIMEOUT_MS;
  const breakOff = (why: AttemptBrokenOff['why']) =>
    controller.abort(new AttemptBrokenOff(why));
  const timer = setTimeout(() => breakOff('timed-out'), timeoutMs);

  const brokenOff = new Promise<Outcome | undefined>(resolve => {
    signal.addEventListener('abort', () => {
      const { why } = signal.reason as AttemptBrokenOff;
      resolve(
        {
          'timed-out': { type: 'timed-out' as const, timeoutMs },
          stopped: { type: 'stopped' as const },
          'claim-lost': undefined,
        }[why],
      );
    });
  });
  const handled = (async (): Promise<Outcome> => {
    try {
      const result = await handler.run({
        id: job.id,
        kind: job.kind,
        orgId: job.orgId,
        payload: job.payload,
        attempt: job.attempt,
        signal,
        progress: value => progress.report(value),
      });
      return { type: 'returned', result: result ?? undefined };
    } catch (error) {
      return { type: 'threw', error };
    }
  })();
  const outcome = Promise.race([brokenOff, handled]).finally(() =>
    clearTimeout(timer),
  );
  return { outcome, breakOff };
}
