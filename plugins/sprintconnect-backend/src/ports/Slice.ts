import type { Router } from 'express';
import type { JobHandler } from './JobQueue';
import type { Prune, RepeatedTask } from './RepeatedTask';

/** What each slice gives to the plugin, which knows no more of it than this. What one does not have is absent. */
export interface Slice {
  /** Its routes, which are asked before those of slices below. */
  routers?: readonly Router[];
  /** What a worker does for it. */
  jobs?: readonly JobHandler[];
  /** What one instance at a time does over and over. */
  tasks?: readonly RepeatedTask[];
  /** Forget what is older than it is kept. */
  prunes?: readonly Prune[];
  /** Begins what works without being asked. Its failure keeps no other slice from starting. */
  start?(): void | Promise<void>;
  /** The role of the instances that start it. Absent: all do. */
  role?: 'worker' | 'scheduler';
  /** Told when the instance begins to stop: nothing is to begin from now on, while slices above may still end their work. */
  stopping?(): void;
  /** Ends its work and lets go of what it holds. All slices above have stopped. */
  stop?(): void | Promise<void>;
}

/** A slice that has these parts. */
export type SliceWith<Part extends keyof Slice> = Slice &
  Required<Pick<Slice, Part>>;
