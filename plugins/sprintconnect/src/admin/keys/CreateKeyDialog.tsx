import { type FormEvent, useId, useState } from 'react';
import { useApi } from '@backstage/frontend-plugin-api';
import {
  Accordion,
  AccordionPanel,
  AccordionTrigger,
  Button,
  Dialog,
  DialogBody,
  DialogFooter,
  DialogHeader,
  TextField,
} from '@backstage/ui';
import {
  type IssuedApiKey,
  limits,
} from '@sprintconnect/plugin-sprintconnect-common';
import { sprintConnectApiRef } from '../../api';
import { useMessages } from '../../translation';
import { ErrorNotice } from '../../ui';
import { ExpiryField } from './ExpiryField';
import { GrantFields } from './GrantFields';
import { bodyOf, emptyDraft, faultsOf, type KeyDraft } from './keyDraft';
import styles from './KeyForm.module.css';

/** Asks for everything a new key is. What it makes goes to `onIssued`, with the secret. */
export function CreateKeyDialog(props: {
  onIssued: (key: IssuedApiKey) => void;
  onClose: () => void;
}) {
  const { onIssued, onClose } = props;
  const { t } = useMessages();
  const client = useApi(sprintConnectApiRef);
  const formId = useId();
  const [draft, setDraft] = useState<KeyDraft>(emptyDraft);
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<Error>();
  const faults = tried ? faultsOf(draft, new Date()) : [];
  const change = (changes: Partial<KeyDraft>) =>
    setDraft(before => ({ ...before, ...changes }));

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    const now = new Date();
    if (busy || faultsOf(draft, now).length > 0) return;
    setBusy(true);
    setError(undefined);
    try {
      onIssued(await client.keys.create(bodyOf(draft, now)));
    } catch (refusal) {
      setError(refusal as Error);
      setBusy(false);
    }
  };
  return (
    <Dialog
      isOpen
      onOpenChange={open => !open && !busy && onClose()}
      width={760}
    >
      <DialogHeader>{t('keys.form.title')}</DialogHeader>
      <DialogBody>
        <form id={formId} className={styles.form} onSubmit={submit} noValidate>
          <TextField
            isRequired
            label={t('keys.form.name')}
            description={t('keys.form.nameHelp')}
            autoComplete="off"
            value={draft.name}
            onChange={name => change({ name })}
            validationBehavior="aria"
            validate={() => {
              if (faults.includes('name')) return t('keys.form.faults.name');
              if (!faults.includes('nameTooLong')) return true;
              const maximum = String(limits.nameLength);
              return t('keys.form.faults.nameTooLong', { maximum });
            }}
          />
          <GrantFields
            draft={draft}
            onChange={change}
            faulty={faults.includes('grants')}
          />
          <ExpiryField
            expiry={draft.expiry}
            onChange={expiry => change({ expiry })}
            faulty={faults.includes('date')}
          />
          <Accordion>
            <AccordionTrigger
              title={t('keys.form.advanced')}
              subtitle={t('keys.form.advancedHelp')}
            />
            <AccordionPanel>
              <TextField
                label={t('keys.form.thumbprint')}
                description={t('keys.form.thumbprintHelp')}
                autoComplete="off"
                value={draft.thumbprint}
                onChange={thumbprint => change({ thumbprint })}
                validationBehavior="aria"
                validate={() =>
                  faults.includes('thumbprint')
                    ? t('keys.form.faults.thumbprint')
                    : true
                }
              />
            </AccordionPanel>
          </Accordion>
          {error && <ErrorNotice title={t('keys.form.failed')} error={error} />}
        </form>
      </DialogBody>
      <DialogFooter>
        <Button variant="secondary" onPress={onClose} isDisabled={busy}>
          {t('actions.cancel')}
        </Button>
        <Button type="submit" form={formId} isPending={busy}>
          {t('keys.form.submit')}
        </Button>
      </DialogFooter>
    </Dialog>
  );
}
