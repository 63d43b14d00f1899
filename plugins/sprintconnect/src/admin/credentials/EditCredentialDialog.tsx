import { useState } from 'react';
import { toastApiRef, useApi } from '@backstage/frontend-plugin-api';
import { Checkbox } from '@backstage/ui';
import {
  type Credential,
  type UpdateCredential,
  updateCredentialSchema,
} from '@sprintconnect/plugin-sprintconnect-common';
import { sprintConnectApiRef } from '../../client';
import { type Day, endOf, ExpiresField } from '../../credentials';
import { useFormats } from '../../format';
import { type Translate, useMessages } from '../../translation';
import { FaultyTextField, FormDialog, useSubmission } from '../../ui';
import { EnvironmentsField } from './EnvironmentsField';

interface EditDraft {
  description: string;
  environments: string[];
  rotateEveryDays: string;
  /** Another last day. */
  expiresAt?: Day;
  /** It has no last day any more. */
  neverExpires: boolean;
}

/** Changes what is no secret of a shared credential. Origins go with the secret, and are changed by a rotation. */
export function EditCredentialDialog(props: {
  credential: Credential;
  onSaved: () => void;
  onClose: () => void;
}) {
  const { credential, onSaved, onClose } = props;
  const { name = '', expiresAt } = credential;
  const { t } = useMessages();
  const { date } = useFormats();
  const client = useApi(sprintConnectApiRef);
  const toasts = useApi(toastApiRef);
  const [draft, setDraft] = useState<EditDraft>({
    description: credential.description ?? '',
    environments: credential.environments ?? [],
    rotateEveryDays: String(credential.rotateEveryDays ?? ''),
    neverExpires: false,
  });
  const [tried, setTried] = useState(false);
  const submission = useSubmission();
  const change = (changes: Partial<EditDraft>) =>
    setDraft(before => ({ ...before, ...changes }));
  const faults = faultsOf(draft, t);
  const submit = () => {
    setTried(true);
    if (faults.size > 0) return;
    submission.submit(async () => {
      await client.credentials.update(credential, patchOf(draft));
      toasts.post({
        title: t('credentials.edit.done', { name }),
        status: 'success',
        timeout: 5000,
      });
      onSaved();
      onClose();
    });
  };
  const says = (field: string) => (tried ? faults.get(field) : undefined);
  return (
    <FormDialog
      title={t('credentials.edit.title', { name })}
      width={620}
      submitLabel={t('credentials.edit.submit')}
      submission={submission}
      errorTitle={t('credentials.edit.failed')}
      onSubmit={submit}
      onClose={onClose}
    >
      <FaultyTextField
        label={t('credentials.fields.description')}
        value={draft.description}
        onChange={description => change({ description })}
        fault={says('description')}
      />
      <EnvironmentsField
        value={draft.environments}
        onChange={environments => change({ environments })}
      />
      <FaultyTextField
        label={t('credentials.fields.rotateEveryDays')}
        help={t('credentials.fields.rotateHelp')}
        value={draft.rotateEveryDays}
        onChange={rotateEveryDays => change({ rotateEveryDays })}
        fault={says('rotateEveryDays')}
      />
      {!draft.neverExpires && (
        <ExpiresField
          help={
            expiresAt
              ? t('credentials.edit.keepsExpiry', {
                  date: date(expiresAt, 'day'),
                })
              : t('credentials.fields.expiresHelp')
          }
          day={draft.expiresAt}
          onChange={day => change({ expiresAt: day })}
          fault={says('expiresAt')}
        />
      )}
      {expiresAt && (
        <Checkbox
          isSelected={draft.neverExpires}
          onChange={neverExpires => change({ neverExpires })}
        >
          {t('credentials.edit.neverExpires')}
        </Checkbox>
      )}
    </FormDialog>
  );
}

function patchOf(draft: EditDraft): UpdateCredential {
  const { description, environments, rotateEveryDays, expiresAt } = draft;
  return {
    description: description.trim() || null,
    environments: environments.length > 0 ? environments : null,
    rotateEveryDays:
      rotateEveryDays.trim() === '' ? null : Number(rotateEveryDays),
    ...(draft.neverExpires && { expiresAt: null }),
    ...(!draft.neverExpires &&
      expiresAt && { expiresAt: endOf(expiresAt).toISOString() }),
  };
}

function faultsOf(draft: EditDraft, t: Translate): Map<string, string> {
  const { rotateEveryDays } = updateCredentialSchema.shape;
  const { minValue, maxValue } = rotateEveryDays.unwrap().unwrap();
  const faults = new Map<string, string>();
  const { error } = updateCredentialSchema.safeParse(patchOf(draft));
  for (const { path } of error?.issues ?? []) {
    if (path[0] === 'description') {
      const field = t('credentials.fields.description');
      faults.set('description', t('credentials.faults.tooLong', { field }));
    }
    if (path[0] === 'rotateEveryDays') {
      faults.set(
        'rotateEveryDays',
        t('credentials.faults.number', {
          field: t('credentials.fields.rotateEveryDays'),
          minimum: Number(minValue),
          maximum: Number(maxValue),
        }),
      );
    }
  }
  const isPast = draft.expiresAt && endOf(draft.expiresAt) <= new Date();
  if (isPast && !draft.neverExpires) {
    faults.set('expiresAt', t('credentials.faults.expired'));
  }
  return faults;
}
