import type { BasicPermission } from '@backstage/plugin-permission-common';
import type { z } from 'zod';
import type { RequestContext } from '../ports';

/** The most rows that an action answers: its answer is read by a model, which pays for each of them. */
export const ROWS_MAX = 50;

/** One thing that agents and templates can have done, by the schemas of sprintconnect-common and without a word of Backstage's registry. */
export interface Action {
  /** In kebab-case, and telling without the name of the plugin: hosts may offer it without. */
  name: string;
  title: string;
  /** For whoever chooses among many actions, a model perhaps. */
  description: string;
  /** Changes nothing, so that doing it again is harmless; one that does change something destroys nothing, unless it says so. */
  isRead: boolean;
  /** May destroy something. */
  isDestructive?: true;
  /** Whoever lacks it does not get to know of the action. */
  visibilityPermission?: BasicPermission;
  input: z.ZodObject;
  output: z.ZodObject;
  /** As the output schema says. Takes the input as it came, judges it, and throws a ProblemError where it refuses. */
  run(ctx: RequestContext, input: unknown): Promise<object>;
}
