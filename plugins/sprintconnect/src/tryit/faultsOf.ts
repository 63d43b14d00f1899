import {
  type Fault,
  SprintConnectError,
} from '@sprintconnect/plugin-sprintconnect-common';
import type { RunState } from './useRun';

const NONE: readonly Fault[] = [];

/** What is wrong with the arguments, whether it was found by the check or by the call. Pure. */
export function faultsOf(state: RunState): readonly Fault[] {
  if (state.phase === 'checked') return state.rehearsal.faults ?? NONE;
  if (state.phase !== 'ended' || state.outcome.kind !== 'failed') return NONE;
  const { error } = state.outcome;
  return error instanceof SprintConnectError &&
    error.kind === 'arguments-invalid'
    ? (error.problem.errors ?? NONE)
    : NONE;
}
