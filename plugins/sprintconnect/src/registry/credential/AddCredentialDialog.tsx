import { useMemo, useState } from 'react';
import { toastApiRef, useApi } from '@backstage/frontend-plugin-api';
import { Text } from '@backstage/ui';
import {
  type CredentialInput,
  type Server,
  SprintConnectError,
} from '@sprintconnect/plugin-sprintconnect-common';
import { sprintConnectApiRef } from '../../client';
import {
  type CredentialChoice,
  CredentialChoiceFields,
  useCredentialForm,
} from '../../credentials';
import { useMessages } from '../../translation';
import { FormDialog, useSubmission } from '../../ui';
import { ConnectionTest, type Trial } from '../form/ConnectionTest';

const CHOICES: readonly CredentialChoice[] = ['own', 'shared'];

/** What was chosen, whole. */
type Chosen = { credential: CredentialInput } | { credentialRef: string };

/** Gives a server a credential in place, in the stead of the one that it may have. */
export function AddCredentialDialog(props: {
  server: Server;
  onSaved: () => void;
  onClose: () => void;
}) {
  const { server, onSaved, onClose } = props;
  const { t } = useMessages();
  const toasts = useApi(toastApiRef);
  const save = useSaving(server);
  const chosen = useChosen();
  const submission = useSubmission();
  const trial = useTrial(server, chosen);
  const submit = () => {
    const given = chosen.check();
    if (!given) return;
    submission.submit(async () => {
      await save(given).catch(chosen.form.tell);
      toasts.post({
        title: t('credentials.add.done'),
        status: 'success',
        timeout: 5000,
      });
      onSaved();
      onClose();
    });
  };
  return (
    <FormDialog
      title={t('credentials.add.title', { name: server.title ?? server.name })}
      width={680}
      submitLabel={t('credentials.add.submit')}
      submission={submission}
      errorTitle={t('credentials.add.failed')}
      onSubmit={submit}
      onClose={onClose}
    >
      {server.credentialRef && (
        <Text as="p">{t('credentials.add.replaces')}</Text>
      )}
      <CredentialChoiceFields
        choices={CHOICES}
        choice={chosen.choice}
        onChoose={chosen.setChoice}
        state={chosen.form}
        shared={chosen.shared}
        onShared={chosen.setShared}
        sharedFault={chosen.sharedFault}
        environment={server.environment}
      />
      <ConnectionTest trial={trial} />
    </FormDialog>
  );
}

function useChosen() {
  const { t } = useMessages();
  const [choice, setChoice] = useState<CredentialChoice>('own');
  const [shared, setShared] = useState('');
  const [tried, setTried] = useState(false);
  const form = useCredentialForm();
  return {
    choice,
    setChoice,
    shared,
    setShared,
    form,
    sharedFault:
      tried && shared === '' ? t('credentials.faults.shared') : undefined,
    /** What is chosen; shows what is wrong with it otherwise. */
    check: (): Chosen | undefined => {
      if (choice === 'own') {
        const credential = form.check();
        return credential && { credential };
      }
      setTried(true);
      return shared === '' ? undefined : { credentialRef: shared };
    },
  };
}

/** Sends what was chosen. A server that changed since it was loaded, as its own health does, is asked for once more. */
function useSaving(server: Server): (chosen: Chosen) => Promise<unknown> {
  const client = useApi(sprintConnectApiRef);
  const send = (to: Server, chosen: Chosen) =>
    'credential' in chosen
      ? client.credentials.putOfServer(to, chosen)
      : client.updateServer(to, chosen);
  return async chosen => {
    try {
      return await send(server, chosen);
    } catch (failure) {
      if (!isOutdated(failure)) throw failure;
      return send(await client.getServer(server.id), chosen);
    }
  };
}

function isOutdated(failure: unknown): boolean {
  return failure instanceof SprintConnectError && failure.status === 412;
}

/** The server as it is, with what was chosen. */
function useTrial(
  { remotes, connectTimeoutMs }: Server,
  chosen: ReturnType<typeof useChosen>,
): Trial {
  const { choice, shared, form, check } = chosen;
  const { draft } = form;
  const of = useMemo(
    () => ({ choice, shared, draft }),
    [choice, shared, draft],
  );
  return {
    of,
    prepare: () => {
      const given = check();
      return given && { remotes, connectTimeoutMs, ...given };
    },
    onFailure: form.show,
  };
}
