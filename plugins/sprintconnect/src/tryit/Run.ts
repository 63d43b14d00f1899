import type {
  CallResult,
  CapabilityUse,
  JsonObject,
} from '@sprintconnect/plugin-sprintconnect-common';

/** One use of the capability of the page. */
export interface Run {
  /** What was filled in. */
  given: JsonObject;
  use: CapabilityUse;
}

/** How a run ended, and how long it took from here, in milliseconds. */
export type Outcome = { ms: number } & (
  | { kind: 'answered'; answer: CallResult }
  | { kind: 'failed'; error: Error }
  | { kind: 'cancelled' }
);

/** A run that has ended. */
export interface EndedRun {
  id: number;
  at: string;
  run: Run;
  outcome: Outcome;
}
