import { useCallback, useEffect, useRef, useState } from 'react';
import { useApi } from '@backstage/frontend-plugin-api';
import type {
  Accepted,
  Job,
  JobState,
} from '@sprintconnect/plugin-sprintconnect-common';
import { sprintConnectApiRef } from '../client';

const FOLLOW_MS = 1_000;
const ENDED: readonly JobState[] = ['succeeded', 'failed', 'dead'];

/** Work that the reader started, from the click to its end. */
export interface FollowedJob {
  /** The request to start is under way, or the job has not ended. */
  running: boolean;
  job?: Job;
  /** It could not be started, or its job cannot be followed at the moment. */
  error?: Error;
  start: () => void;
  dismiss: () => void;
}

/**
 * Queues work with `begin` and follows its job until it ends; then calls `onEnd`, so that the result is fetched.
 * A job that cannot be asked for at the moment is asked for again.
 */
export function useFollowedJob(
  begin: () => Promise<Accepted>,
  onEnd: () => void,
): FollowedJob {
  const client = useApi(sprintConnectApiRef);
  const [starting, setStarting] = useState(false);
  const [jobId, setJobId] = useState<string>();
  const [job, setJob] = useState<Job>();
  const [error, setError] = useState<Error>();
  const latest = useRef({ begin, onEnd });
  latest.current = { begin, onEnd };

  const start = useCallback(async () => {
    setStarting(true);
    setJob(undefined);
    setError(undefined);
    try {
      setJobId((await latest.current.begin()).jobId);
    } catch (refusal) {
      setError(refusal as Error);
    } finally {
      setStarting(false);
    }
  }, []);

  useEffect(() => {
    if (!jobId) return undefined;
    const abort = new AbortController();
    let timer: ReturnType<typeof setTimeout>;
    const follow = async () => {
      try {
        const answer = await client.getJob(jobId, { signal: abort.signal });
        if (abort.signal.aborted) return;
        setJob(answer);
        setError(undefined);
        if (ENDED.includes(answer.state)) {
          setJobId(undefined);
          latest.current.onEnd();
          return;
        }
      } catch (failure) {
        if (abort.signal.aborted) return;
        setError(failure as Error);
      }
      timer = setTimeout(follow, FOLLOW_MS);
    };
    follow();
    return () => {
      abort.abort();
      clearTimeout(timer);
    };
  }, [client, jobId]);

  const dismiss = useCallback(() => {
    setJob(undefined);
    setError(undefined);
  }, []);
  return {
    running: starting || jobId !== undefined,
    job,
    error,
    start,
    dismiss,
  };
}
