/** Work that one instance at a time does over and over. */
export interface RepeatedTask {
  /** Names the task among all instances. */
  id: string;
  everyMinutes: number;
  run(signal: AbortSignal): Promise<unknown>;
}

/** Forgets up to `limit` rows that are older than they are kept, and gives how many it did. */
export type Prune = (limit: number) => Promise<number>;
