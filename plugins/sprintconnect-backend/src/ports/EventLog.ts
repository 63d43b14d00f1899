import type { SprintConnectEvent } from '@sprintconnect/plugin-sprintconnect-common';

/** What one organisation missed. */
export interface Backlog {
  events: SprintConnectEvent[];
  /** Nothing of the organisation is missing up to here. */
  upTo: number;
  /** Set where events after `after` are forgotten: the last of them. */
  forgottenUpTo?: number;
}

/** Takes the events of one look, in order; some may be older than where it joined. */
export type EventListener = (events: readonly SprintConnectEvent[]) => void;

/** The events that have their number, in its order, for what passes them on to callers. */
export interface EventLog {
  /** The `seq` of the last one; 0 before the first. Everything up to it has committed. */
  newest(): Promise<number>;
  /** What an organisation missed since `after`, at most `limit` events at once. */
  backlog(of: {
    orgId: string;
    after: number;
    limit: number;
  }): Promise<Backlog>;
  /**
   * Gives the listener everything of every organisation after `seq` from now on, and answers how to leave. Undefined where
   * that is past already: read the difference by `backlog`, and try again.
   */
  join(seq: number, listener: EventListener): (() => void) | undefined;
}
