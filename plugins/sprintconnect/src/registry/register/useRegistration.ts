import { useCallback, useMemo, useState } from 'react';
import { useApi } from '@backstage/frontend-plugin-api';
import {
  type Fault,
  type Server,
  SprintConnectError,
} from '@sprintconnect/plugin-sprintconnect-common';
import { sprintConnectApiRef } from '../../api';
import { useMessages } from '../../translation';
import { onceReleased } from './onceReleased';
import {
  bodyOf,
  type Draft,
  emptyDraft,
  faultAt,
  faultsOf,
  inWords,
} from './registration';

/**
 * The state of the form. A field shows its faults once it has been left, all of them after an attempt to
 * submit. What the server finds stays at its field until that field is changed. Nothing typed is ever lost.
 */
export function useRegistration(options: {
  environment: string;
  onRegistered: (server: Server) => void;
}) {
  const { environment, onRegistered } = options;
  const client = useApi(sprintConnectApiRef);
  const { t } = useMessages();
  const [draft, setDraft] = useState<Draft>(() => emptyDraft(environment));
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

  const faultOf = (place: string) =>
    faultAt(answered, place) ??
    (attempts > 0 || left.has(place) ? faultAt(found, place) : undefined);

  const submit = async () => {
    setAttempts(before => before + 1);
    setError(undefined);
    if (found.length > 0) return;
    setBusy(true);
    try {
      onRegistered(await client.registerServer(bodyOf(draft)));
    } catch (failure) {
      setError(failure as Error);
      if (failure instanceof SprintConnectError) {
        const faults = failure.problem.errors ?? [];
        setAnswered(faults.map(each => inWords(each, t, draft)));
      }
    } finally {
      setBusy(false);
    }
  };
  const open = attempts > 0 ? [...answered, ...found] : [];
  return { draft, change, leave, faultOf, submit, busy, error, attempts, open };
}

export type Registration = ReturnType<typeof useRegistration>;
