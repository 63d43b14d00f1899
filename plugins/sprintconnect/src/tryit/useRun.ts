import { useCallback, useEffect, useRef, useState } from 'react';
import { useApi } from '@backstage/frontend-plugin-api';
import {
  type CallProgress,
  type CallRehearsal,
  type CapabilityUse,
  type Fault,
  type SprintConnectClient,
} from '@sprintconnect/plugin-sprintconnect-common';
import { sprintConnectApiRef } from '../client';
import type { Outcome, Run } from './Run';

/** What is going on with a capability. */
export type RunState =
  | { phase: 'idle' }
  | { phase: 'checking'; run: Run }
  /** It may destroy, and waits for a yes. */
  | { phase: 'asking'; run: Run }
  | { phase: 'running'; run: Run; startedAt: string; progress?: CallProgress }
  | { phase: 'checked'; run: Run; rehearsal: CallRehearsal }
  | { phase: 'ended'; run: Run; outcome: Outcome };

/** Checks, asks where that is wanted, and runs: one run at a time, broken off when the page is left. */
export function useRun(options: {
  isDestructive: boolean;
  /** What is missing that the backend does not judge, because the server does. */
  missing: (run: Run) => readonly Fault[];
  onEnd: (run: Run, outcome: Outcome) => void;
}) {
  const client = useApi(sprintConnectApiRef);
  const latest = useRef(options);
  latest.current = options;
  const [state, setState] = useState<RunState>({ phase: 'idle' });
  const underWay = useRef<AbortController>();
  useEffect(() => () => underWay.current?.abort(), []);

  const begin = () => {
    underWay.current?.abort();
    const abort = new AbortController();
    underWay.current = abort;
    return abort.signal;
  };
  const end = useCallback((run: Run, outcome: Outcome) => {
    setState({ phase: 'ended', run, outcome });
    latest.current.onEnd(run, outcome);
  }, []);

  const call = useCallback(
    async (run: Run) => {
      const signal = begin();
      const begun = performance.now();
      const now = new Date().toISOString();
      setState({ phase: 'running', run, startedAt: now });
      const outcome = await outcomeOf(client, run.use, {
        signal,
        begun,
        onProgress: progress =>
          setState({ phase: 'running', run, startedAt: now, progress }),
      });
      // Not where the page was left, or another run has begun.
      if (underWay.current?.signal === signal) end(run, outcome);
    },
    [client, end],
  );

  const check = useCallback(
    async (run: Run): Promise<CallRehearsal | undefined> => {
      const signal = begin();
      const begun = performance.now();
      setState({ phase: 'checking', run });
      try {
        const rehearsal = await client.calls.rehearse(run.use, { signal });
        return signal.aborted
          ? undefined
          : withMissing(rehearsal, latest.current.missing(run));
      } catch (error) {
        if (signal.aborted) return undefined;
        const ms = performance.now() - begun;
        const failed: Outcome = { kind: 'failed', error: error as Error, ms };
        setState({ phase: 'ended', run, outcome: failed });
        return undefined;
      }
    },
    [client],
  );

  return {
    state,
    /** Only says what would be decided. */
    rehearse: async (run: Run) => {
      const rehearsal = await check(run);
      if (rehearsal) setState({ phase: 'checked', run, rehearsal });
    },
    /** What does not fit is told without a call, so that a slip of the hand is no record. */
    start: async (run: Run) => {
      const rehearsal = await check(run);
      if (!rehearsal) return;
      if (!rehearsal.wouldCall) setState({ phase: 'checked', run, rehearsal });
      else if (latest.current.isDestructive) setState({ phase: 'asking', run });
      else await call(run);
    },
    /** The answer to the question. */
    confirm: call,
    cancel: () => {
      const { phase } = state;
      if (phase === 'running') underWay.current?.abort();
      else if (phase === 'checking' || phase === 'asking') {
        underWay.current?.abort();
        setState({ phase: 'idle' });
      }
    },
    /** Shows a run of before. */
    show: (run: Run, outcome: Outcome) =>
      setState({ phase: 'ended', run, outcome }),
  };
}

function withMissing(
  rehearsal: CallRehearsal,
  faults: readonly Fault[],
): CallRehearsal {
  if (!rehearsal.wouldCall || faults.length === 0) return rehearsal;
  const steps = rehearsal.steps.map(each =>
    each.step === 'arguments' ? { ...each, passes: false } : each,
  );
  return { wouldCall: false, steps, faults: [...faults] };
}

async function outcomeOf(
  client: SprintConnectClient,
  use: CapabilityUse,
  options: {
    signal: AbortSignal;
    begun: number;
    onProgress: (progress: CallProgress) => void;
  },
): Promise<Outcome> {
  const { signal, begun, onProgress } = options;
  const ms = () => performance.now() - begun;
  try {
    const call = { signal, onProgress, exact: true };
    const result = await made(client, use, call);
    return { kind: 'answered', answer: result, ms: ms() };
  } catch (error) {
    return signal.aborted
      ? { kind: 'cancelled', ms: ms() }
      : { kind: 'failed', error: error as Error, ms: ms() };
  }
}

function made(
  { calls }: SprintConnectClient,
  use: CapabilityUse,
  options: Parameters<SprintConnectClient['calls']['callTool']>[1],
) {
  if ('tool' in use) return calls.callTool(use, options);
  return 'prompt' in use
    ? calls.getPrompt(use, options)
    : calls.readResource(use, options);
}
