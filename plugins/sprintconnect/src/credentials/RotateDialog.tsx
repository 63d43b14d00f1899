import { useState } from 'react';
import { toastApiRef, useApi } from '@backstage/frontend-plugin-api';
import { Alert, NumberField, Text } from '@backstage/ui';
import type {
  Credential,
  PutCredential,
} from '@sprintconnect/plugin-sprintconnect-common';
import { useFormats } from '../format';
import { useMessages } from '../translation';
import { FormDialog, useSubmission } from '../ui';
import { draftFrom } from './credentialDraft';
import { CredentialFields } from './CredentialFields';
import { useCredentialForm } from './useCredentialForm';
import styles from './RotateDialog.module.css';

const HOUR_SECONDS = 3600;
const HOURS = 24;
const HOURS_MAX = 30 * 24;

/** Asks for the next version of a credential, and for how long the current one is good beside it. */
export function RotateDialog(props: {
  credential: Credential;
  /** Of the credential, or of the server whose own it is. */
  name: string;
  send: (body: PutCredential) => Promise<unknown>;
  onRotated: () => void;
  onClose: () => void;
}) {
  const { credential, name, send, onRotated, onClose } = props;
  const { t } = useMessages();
  const { date } = useFormats();
  const toasts = useApi(toastApiRef);
  const form = useCredentialForm(draftFrom(credential));
  const [hours, setHours] = useState(HOURS);
  const submission = useSubmission();
  const version = String(credential.version);

  const rotate = () => {
    const next = form.check();
    if (!next) return;
    submission.submit(async () => {
      const overlapSeconds = hours * HOUR_SECONDS;
      await send({ credential: next, overlapSeconds }).catch(form.tell);
      toasts.post({
        title: t('credentials.rotate.done', { name }),
        status: 'success',
        timeout: 5000,
      });
      onRotated();
      onClose();
    });
  };
  return (
    <FormDialog
      title={t('credentials.rotate.title', { name })}
      width={680}
      submitLabel={t('credentials.rotate.submit')}
      submission={submission}
      errorTitle={t('credentials.rotate.failed')}
      onSubmit={rotate}
      onClose={onClose}
    >
      <Text as="p">{t('credentials.rotate.text')}</Text>
      {credential.previous && (
        <Alert
          icon
          status="warning"
          title={t('credentials.rotate.second', {
            version: String(credential.previous.version),
          })}
        />
      )}
      <CredentialFields state={form} />
      <NumberField
        className={styles.hours}
        label={t('credentials.rotate.overlap')}
        description={
          hours > 0
            ? t('credentials.rotate.until', {
                version,
                until: date(
                  Date.now() + hours * HOUR_SECONDS * 1000,
                  'dateTime',
                ),
              })
            : t('credentials.rotate.atOnce', { version })
        }
        minValue={0}
        maxValue={HOURS_MAX}
        value={hours}
        onChange={value => setHours(Number.isNaN(value) ? HOURS : value)}
      />
    </FormDialog>
  );
}
