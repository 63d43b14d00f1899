import { toastApiRef, useApi } from '@backstage/frontend-plugin-api';
import type { ApiKey } from '@sprintconnect/plugin-sprintconnect-common';
import { sprintConnectApiRef } from '../../client';
import { useFormats } from '../../format';
import { useMessages } from '../../translation';
import { ConfirmDialog } from '../../ui';
import styles from './RevokeKeyDialog.module.css';

/** Asks before a key ends for good, and says what that means. */
export function RevokeKeyDialog(props: {
  apiKey: ApiKey;
  onRevoked: () => void;
  onClose: () => void;
}) {
  const { apiKey, onRevoked, onClose } = props;
  const { t } = useMessages();
  const { date } = useFormats();
  const client = useApi(sprintConnectApiRef);
  const toasts = useApi(toastApiRef);
  const { id, name, lastUsedAt } = apiKey;
  return (
    <ConfirmDialog
      isOpen
      onClose={onClose}
      title={t('keys.revoke.title', { name })}
      confirmLabel={t('keys.revoke.confirm')}
      onConfirm={async () => {
        await client.keys.revoke(id);
        toasts.post({
          title: t('keys.revoke.done', { name }),
          status: 'success',
          timeout: 5000,
        });
        onRevoked();
      }}
    >
      <ul className={styles.consequences}>
        <li>{t('keys.revoke.atOnce')}</li>
        <li>
          {lastUsedAt
            ? t('keys.revoke.used', { when: date(lastUsedAt, 'dateTime') })
            : t('keys.revoke.unused')}
        </li>
        <li>{t('keys.revoke.forGood')}</li>
      </ul>
    </ConfirmDialog>
  );
}
