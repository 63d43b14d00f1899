import { type FormEvent, useId, useState } from 'react';
import { toastApiRef, useApi } from '@backstage/frontend-plugin-api';
import {
  Button,
  Dialog,
  DialogBody,
  DialogFooter,
  DialogHeader,
} from '@backstage/ui';
import {
  type ApiKey,
  SprintConnectError,
} from '@sprintconnect/plugin-sprintconnect-common';
import { sprintConnectApiRef } from '../../api';
import { useMessages } from '../../translation';
import { ErrorNotice } from '../../ui';
import { useSubjectText } from '../SubjectName';
import { type BindingDraft, bindingOf, emptyBinding } from './bindingDraft';
import { RoleField } from './RoleField';
import { WhomFields } from './WhomFields';
import styles from './BindRoleDialog.module.css';

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
  const nameOf = useSubjectText(keyNames);
  const formId = useId();
  const [draft, setDraft] = useState<BindingDraft>(emptyBinding);
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<Error>();
  const checked = bindingOf(draft);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (busy || 'fault' in checked) return;
    setBusy(true);
    setError(undefined);
    try {
      const { subject, role } = await client.roles.bind(checked.body);
      toasts.post({
        title: t('roles.form.done', {
          subject: nameOf(subject),
          role: t(`permission.roles.${role}`),
        }),
        status: 'success',
        timeout: 5000,
      });
      onBound();
      onClose();
    } catch (refusal) {
      setError(refusal as Error);
      setBusy(false);
    }
  };
  return (
    <Dialog
      isOpen
      onOpenChange={open => !open && !busy && onClose()}
      width={600}
    >
      <DialogHeader>{t('roles.form.title')}</DialogHeader>
      <DialogBody>
        <form id={formId} className={styles.form} onSubmit={submit} noValidate>
          <WhomFields
            draft={draft}
            onChange={changes =>
              setDraft(before => ({ ...before, ...changes }))
            }
            apiKeys={apiKeys.filter(({ status }) => status === 'active')}
            fault={tried && 'fault' in checked ? checked.fault : undefined}
          />
          <RoleField
            role={draft.role}
            onChange={role => setDraft(before => ({ ...before, role }))}
          />
          {error && (
            <ErrorNotice
              title={
                error instanceof SprintConnectError && error.status === 409
                  ? t('roles.form.conflict')
                  : t('roles.form.failed')
              }
              error={error}
            />
          )}
        </form>
      </DialogBody>
      <DialogFooter>
        <Button variant="secondary" onPress={onClose} isDisabled={busy}>
          {t('actions.cancel')}
        </Button>
        <Button type="submit" form={formId} isPending={busy}>
          {t('roles.form.submit')}
        </Button>
      </DialogFooter>
    </Dialog>
  );
}
