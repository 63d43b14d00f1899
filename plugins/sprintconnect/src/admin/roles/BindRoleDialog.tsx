import { useState } from 'react';
import { toastApiRef, useApi } from '@backstage/frontend-plugin-api';
import {
  type ApiKey,
  SprintConnectError,
} from '@sprintconnect/plugin-sprintconnect-common';
import { sprintConnectApiRef } from '../../client';
import { useMessages } from '../../translation';
import { FormDialog, useDebounced, useSubmission } from '../../ui';
import { useSubjectText } from '../subjects/SubjectName';
import { type BindingDraft, bindingOf, emptyBinding } from './bindingDraft';
import { RoleField } from './RoleField';
import { WhomFields } from './WhomFields';

const TYPING_MS = 250;

/** Gives somebody a role. */
export function BindRoleDialog(props: {
  apiKeys: ApiKey[];
  keyNames: ReadonlyMap<string, string>;
  onBound: () => void;
  onClose: () => void;
}) {
  const { apiKeys, keyNames, onBound, onClose } = props;
  const { t } = useMessages();
  const client = useApi(sprintConnectApiRef);
  const toasts = useApi(toastApiRef);
  const [draft, setDraft] = useState<BindingDraft>(emptyBinding);
  const [tried, setTried] = useState(false);
  const submission = useSubmission();
  const checked = bindingOf(draft);
  // A reference that is being typed is not looked up at each key.
  const subject = useDebounced(
    'body' in checked ? checked.body.subject : '',
    TYPING_MS,
  );
  const nameOf = useSubjectText([subject], keyNames);

  const submit = () => {
    setTried(true);
    if ('fault' in checked) return;
    submission.submit(async () => {
      const bound = await client.roles.bind(checked.body);
      toasts.post({
        title: t('roles.form.done', {
          subject: nameOf(bound.subject),
          role: t(`permission.roles.${bound.role}`),
        }),
        status: 'success',
        timeout: 5000,
      });
      onBound();
      onClose();
    });
  };
  return (
    <FormDialog
      title={t('roles.form.title')}
      width={600}
      submitLabel={t('roles.form.submit')}
      submission={submission}
      errorTitle={t(
        isConfigured(submission.error)
          ? 'roles.form.conflict'
          : 'roles.form.failed',
      )}
      onSubmit={submit}
      onClose={onClose}
    >
      <WhomFields
        draft={draft}
        onChange={changes => setDraft(before => ({ ...before, ...changes }))}
        apiKeys={apiKeys.filter(({ status }) => status === 'active')}
        fault={tried && 'fault' in checked ? checked.fault : undefined}
      />
      <RoleField
        role={draft.role}
        onChange={role => setDraft(before => ({ ...before, role }))}
      />
    </FormDialog>
  );
}

function isConfigured(error: Error | undefined): boolean {
  return (
    error instanceof SprintConnectError && error.kind === 'role-configured'
  );
}
