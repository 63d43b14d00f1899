import { useState } from 'react';
import { useApi } from '@backstage/frontend-plugin-api';
import { Alert, NumberField, Text } from '@backstage/ui';
import type {
  ApiKey,
  IssuedApiKey,
} from '@sprintconnect/plugin-sprintconnect-common';
import { sprintConnectApiRef } from '../../client';
import { useFormats } from '../../format';
import {
  type Expiry,
  ExpiryField,
  expiryMoment,
  isExpiryFaulty,
} from '../../keys';
import { useMessages } from '../../translation';
import { FormDialog, useSubmission } from '../../ui';
import styles from './RotateKeyDialog.module.css';

const HOUR_MS = 3600 * 1000;
const HOURS = 24;
const HOURS_MAX = 30 * 24;

/** Asks how long the secret of now goes on working; what it makes goes to `onIssued`. */
export function RotateKeyDialog(props: {
  apiKey: ApiKey;
  onIssued: (key: IssuedApiKey) => void;
  onClose: () => void;
}) {
  const { apiKey, onIssued, onClose } = props;
  const { t } = useMessages();
  const { date } = useFormats();
  const client = useApi(sprintConnectApiRef);
  const expired = apiKey.status === 'expired';
  const [hours, setHours] = useState(HOURS);
  const [expiry, setExpiry] = useState<Expiry>({
    choice: expired ? '90' : 'keep',
  });
  const [tried, setTried] = useState(false);
  const submission = useSubmission();
  const now = new Date();

  const rotate = () => {
    setTried(true);
    if (isExpiryFaulty(expiry, now)) return;
    const expiresAt =
      expiry.choice === 'keep'
        ? undefined
        : (expiryMoment(expiry, now)?.toISOString() ?? null);
    submission.submit(async () =>
      onIssued(
        await client.keys.rotate(apiKey.id, {
          overlapHours: expired ? 0 : hours,
          expiresAt,
        }),
      ),
    );
  };
  const keep = apiKey.expiresAt
    ? date(apiKey.expiresAt, 'day')
    : t('keys.never');
  return (
    <FormDialog
      title={t('keys.rotate.title', { name: apiKey.name })}
      width={560}
      submitLabel={t('keys.rotate.submit')}
      submission={submission}
      errorTitle={t('keys.rotate.failed')}
      onSubmit={rotate}
      onClose={onClose}
    >
      <Text as="p">{t('keys.rotate.text')}</Text>
      {apiKey.previous && (
        <Alert
          icon
          status="warning"
          title={t('keys.rotate.second', {
            prefix: apiKey.previous.prefix,
          })}
        />
      )}
      {!expired && (
        <NumberField
          className={styles.hours}
          label={t('keys.rotate.overlap')}
          description={
            hours > 0
              ? t('keys.rotate.until', {
                  until: date(now.getTime() + hours * HOUR_MS, 'dateTime'),
                })
              : t('keys.rotate.atOnce')
          }
          minValue={0}
          maxValue={HOURS_MAX}
          value={hours}
          onChange={value => setHours(Number.isNaN(value) ? HOURS : value)}
        />
      )}
      <ExpiryField
        expiry={expiry}
        onChange={setExpiry}
        keep={expired ? undefined : t('keys.rotate.keep', { when: keep })}
        faulty={tried && isExpiryFaulty(expiry, now)}
      />
    </FormDialog>
  );
}
