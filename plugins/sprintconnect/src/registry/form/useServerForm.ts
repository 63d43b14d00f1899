import { useCallback, useMemo, useState } from 'react';
import {
  type Fault,
  SprintConnectError,
} from '@sprintconnect/plugin-sprintconnect-common';
import { useMessages } from '../../translation';
import type { Draft } from './draft';
import { faultAt, faultsOf, inWords } from './faults';
import { onceReleased } from './onceReleased';

/**
 * The state of the form. A field shows its faults once it has been left, all of them after an attempt to
 * submit. What the backend finds stays at its field until that field is changed. Nothing typed is ever lost.
 *
 * `send` is called with a draft without faults; what it throws is shown.
 */
export function useServerForm(options: {
  initial: Draft;
  send: (draft: Draft) => Promise<void>;
}) {
  const { initial, send } = options;
  const { t } = useMessages();
  const [draft, setDraft] = useState(initial);
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const [attempts, setAttempts] = useState(0);
  const [answered, setAnswered] = useState<Fault[]>([]);
  const [error, setError] = useState<Error>();
  const [busy, setBusy] = useState(false);
  const found = useMemo(() => faultsOf(draft, t), [draft, t]);

  const change = useCallback((changes: Partial<Draft>) => {
    const touched = Object.keys(changes);
    setDraft(before => ({ ...before, ...changes }));
    setAnswered(before =>
      before.filter(
        ({ path }) => !touched.includes(path.split(/[.[]/)[0] ?? ''),
      ),
    );
  }, []);
  // A field is also left by pressing the button below it, which its fault would push away before the click.
  const leave = useCallback((place: string) => {
    onceReleased(() =>
      setLeft(before =>
        before.has(place) ? before : new Set(before).add(place),
      ),
    );
  }, []);
  const isLeft = (place: string) =>
    [...left].some(
      each =>
        each === place ||
        place.startsWith(`${each}[`) ||
        place.startsWith(`${each}.`),
    );
  const faultOf = (place: string) =>
    faultAt(answered, place) ??
    (attempts > 0 || isLeft(place) ? faultAt(found, place) : undefined);

  /** Faults that the backend answered. */
  const tell = (failure: unknown) => {
    if (!(failure instanceof SprintConnectError)) return;
    const faults = failure.problem.errors ?? [];
    setAnswered(faults.map(each => inWords(each, t, draft)));
  };
  const submit = async () => {
    setAttempts(before => before + 1);
    setError(undefined);
    if (found.length > 0) return;
    setBusy(true);
    try {
      await send(draft);
    } catch (failure) {
      setError(failure as Error);
      tell(failure);
    } finally {
      setBusy(false);
    }
  };
  /** Another draft in place of this one, with nothing said about it yet. */
  const replace = useCallback((next: Draft) => {
    setDraft(next);
    setAnswered([]);
    setError(undefined);
    setAttempts(0);
  }, []);
  const open = attempts > 0 ? [...answered, ...found] : [];
  const isFaulty = (place: string) => faultAt(found, place) !== undefined;
  return {
    draft,
    change,
    leave,
    faultOf,
    isFaulty,
    tell,
    submit,
    replace,
    busy,
    error,
    attempts,
    open,
  };
}

export type ServerFormState = ReturnType<typeof useServerForm>;
