import { useState } from 'react';
import { useApi } from '@backstage/frontend-plugin-api';
import {
  Alert,
  Button,
  Dialog,
  DialogBody,
  DialogFooter,
  DialogHeader,
  NumberField,
  Text,
} from '@backstage/ui';
import type {
  ApiKey,
  IssuedApiKey,
} from '@sprintconnect/plugin-sprintconnect-common';
import { sprintConnectApiRef } from '../../api';
import { useMessages } from '../../translation';
import { ErrorNotice } from '../../ui';
import { useDayLabel } from '../useDayLabel';
import { type Expiry, expiryMoment, isExpiryFaulty } from './expiry';
import { ExpiryField } from './ExpiryField';
import styles from './KeyForm.module.css';

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
  const { day, moment } = useDayLabel();
  const client = useApi(sprintConnectApiRef);
  const expired = apiKey.status === 'expired';
  const [hours, setHours] = useState(HOURS);
  const [expiry, setExpiry] = useState<Expiry>({
    choice: expired ? '90' : 'keep',
  });
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<Error>();
  const now = new Date();

  const rotate = async () => {
    setTried(true);
    if (isExpiryFaulty(expiry, now)) return;
    setBusy(true);
    setError(undefined);
    try {
      const expiresAt =
        expiry.choice === 'keep'
          ? undefined
          : (expiryMoment(expiry, now)?.toISOString() ?? null);
      onIssued(
        await client.keys.rotate(apiKey.id, {
          overlapHours: expired ? 0 : hours,
          expiresAt,
        }),
      );
    } catch (refusal) {
      setError(refusal as Error);
      setBusy(false);
    }
  };
  const keep = apiKey.expiresAt ? day(apiKey.expiresAt) : t('keys.never');
  return (
    <Dialog
      isOpen
      onOpenChange={open => !open && !busy && onClose()}
      width={560}
    >
      <DialogHeader>
        {t('keys.rotate.title', { name: apiKey.name })}
      </DialogHeader>
      <DialogBody>
        <div className={styles.form}>
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
                      until: moment(new Date(now.getTime() + hours * HOUR_MS)),
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
          {error && (
            <ErrorNotice title={t('keys.rotate.failed')} error={error} />
          )}
        </div>
      </DialogBody>
      <DialogFooter>
        <Button variant="secondary" onPress={onClose} isDisabled={busy}>
          {t('actions.cancel')}
        </Button>
        <Button onPress={rotate} isPending={busy}>
          {t('keys.rotate.submit')}
        </Button>
      </DialogFooter>
    </Dialog>
  );
}
