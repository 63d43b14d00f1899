import { useState } from 'react';
import { toastApiRef, useApi } from '@backstage/frontend-plugin-api';
import { SprintConnectError } from '@sprintconnect/plugin-sprintconnect-common';
import { sprintConnectApiRef } from '../../client';
import { CredentialFields, useCredentialForm } from '../../credentials';
import { useMessages } from '../../translation';
import { FaultyTextField, FormDialog, useSubmission } from '../../ui';
import { EnvironmentsField } from './EnvironmentsField';
import {
  answeredShared,
  emptyShared,
  type SharedDraft,
  type SharedField,
  sharedFaults,
  sharedOf,
} from './sharedDraft';

/** Asks for everything that a credential is that servers share. */
export function CreateCredentialDialog(props: {
  onCreated: () => void;
  onClose: () => void;
}) {
  const { onCreated, onClose } = props;
  const { t } = useMessages();
  const client = useApi(sprintConnectApiRef);
  const toasts = useApi(toastApiRef);
  const shared = useSharedForm();
  const form = useCredentialForm();
  const submission = useSubmission();
  const submit = () => {
    // Both, so that all that is wrong shows.
    const [given, credential] = [shared.check(), form.check()];
    if (!given || !credential) return;
    submission.submit(async () => {
      try {
        await client.credentials.create({ ...given, credential });
      } catch (failure) {
        shared.show(failure);
        form.tell(failure);
      }
      toasts.post({
        title: t('credentials.create.done', { name: given.name }),
        status: 'success',
        timeout: 5000,
      });
      onCreated();
      onClose();
    });
  };
  return (
    <FormDialog
      title={t('credentials.create.title')}
      width={720}
      submitLabel={t('credentials.create.submit')}
      submission={submission}
      errorTitle={t('credentials.create.failed')}
      onSubmit={submit}
      onClose={onClose}
    >
      <FaultyTextField
        isRequired
        label={t('credentials.fields.name')}
        help={t('credentials.fields.nameHelp')}
        value={shared.draft.name}
        onChange={name => shared.change({ name })}
        fault={shared.faultOf('name')}
      />
      <FaultyTextField
        label={t('credentials.fields.description')}
        value={shared.draft.description}
        onChange={description => shared.change({ description })}
        fault={shared.faultOf('description')}
      />
      <FaultyTextField
        isRequired
        label={t('credentials.fields.origins')}
        help={t('credentials.fields.originsHelp')}
        value={shared.draft.origins}
        onChange={origins => shared.change({ origins })}
        fault={shared.faultOf('origins')}
      />
      <EnvironmentsField
        value={shared.draft.environments}
        onChange={environments => shared.change({ environments })}
      />
      <CredentialFields state={form} shared />
    </FormDialog>
  );
}

function useSharedForm() {
  const { t } = useMessages();
  const [draft, setDraft] = useState<SharedDraft>(emptyShared);
  const [tried, setTried] = useState(false);
  const [answered, setAnswered] = useState(new Map<SharedField, string>());
  const found = sharedFaults(draft, t);
  return {
    draft,
    change: (changes: Partial<SharedDraft>) => {
      setDraft(before => ({ ...before, ...changes }));
      setAnswered(
        before => new Map([...before].filter(([field]) => !(field in changes))),
      );
    },
    faultOf: (field: SharedField) =>
      answered.get(field) ?? (tried ? found.get(field) : undefined),
    /** Shows what is wrong, or answers what was typed where nothing is. */
    check: () => {
      setTried(true);
      return found.size === 0 ? sharedOf(draft) : undefined;
    },
    show: (failure: unknown) => {
      if (!(failure instanceof SprintConnectError)) return;
      setAnswered(answeredShared(failure.problem.errors ?? [], t));
    },
  };
}
