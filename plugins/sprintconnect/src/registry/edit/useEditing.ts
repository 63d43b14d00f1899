import { useState } from 'react';
import { toastApiRef, useApi } from '@backstage/frontend-plugin-api';
import {
  type Server,
  SprintConnectError,
} from '@sprintconnect/plugin-sprintconnect-common';
import { sprintConnectApiRef } from '../../client';
import { useMessages } from '../../translation';
import { changedFields, type Draft, draftOf, patchOf } from '../form/draft';
import { useServerForm } from '../form/useServerForm';

/**
 * The edit of one server, from the revision that the reader saw. What others changed in the meantime stops it, until the
 * reader has said what is to become of their own changes.
 */
export function useEditing(server: Server, onSaved: () => void) {
  const client = useApi(sprintConnectApiRef);
  const toasts = useApi(toastApiRef);
  const { t } = useMessages();
  const [base, setBase] = useState(server);
  const [theirs, setTheirs] = useState<Server>();
  const [isRebased, setRebased] = useState(false);
  const was = draftOf(base);
  const form = useServerForm({
    initial: was,
    send: async draft => {
      setRebased(false);
      const patch = patchOf(was, draft);
      if (Object.keys(patch).length > 0) {
        try {
          await client.updateServer(base, patch);
        } catch (failure) {
          if (!isConflict(failure)) throw failure;
          setTheirs(await client.getServer(base.id));
          return;
        }
        toasts.post({
          title: t('edit.done'),
          status: 'success',
          timeout: 5000,
        });
      }
      onSaved();
    },
  });
  const yours = changedFields(was, form.draft);
  const goOnFrom = (draft: Draft) => {
    if (!theirs) return;
    setBase(theirs);
    setTheirs(undefined);
    form.replace(draft);
  };
  return {
    form,
    isDirty: yours.length > 0,
    isRebased,
    conflict: theirs && {
      before: was,
      now: draftOf(theirs),
      yours: form.draft,
      keep: () => {
        const mine = yours.map(field => [field, form.draft[field]]);
        goOnFrom({ ...draftOf(theirs), ...Object.fromEntries(mine) });
        setRebased(true);
      },
      discard: () => goOnFrom(draftOf(theirs)),
    },
  };
}

export type Conflict = NonNullable<ReturnType<typeof useEditing>['conflict']>;

function isConflict(failure: unknown): boolean {
  return failure instanceof SprintConnectError && failure.status === 412;
}
