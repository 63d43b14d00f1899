import { toastApiRef, useApi } from '@backstage/frontend-plugin-api';
import { Text } from '@backstage/ui';
import type { Credential } from '@sprintconnect/plugin-sprintconnect-common';
import { sprintConnectApiRef } from '../client';
import { useMessages } from '../translation';
import { ConfirmDialog } from '../ui';

/** Asks before the version before the current one is deleted. */
export function EndOverlapDialog(props: {
  credential: Credential;
  onEnded: () => void;
  onClose: () => void;
}) {
  const { credential, onEnded, onClose } = props;
  const { t } = useMessages();
  const client = useApi(sprintConnectApiRef);
  const toasts = useApi(toastApiRef);
  return (
    <ConfirmDialog
      isOpen
      onClose={onClose}
      title={t('credentials.endOverlap.title')}
      confirmLabel={t('credentials.endOverlap.confirm')}
      onConfirm={async () => {
        await client.credentials.endOverlap(credential.id);
        toasts.post({
          title: t('credentials.endOverlap.done'),
          status: 'success',
          timeout: 5000,
        });
        onEnded();
      }}
    >
      <Text as="p">
        {t('credentials.endOverlap.text', {
          version: String(credential.previous?.version ?? ''),
          current: String(credential.version),
        })}
      </Text>
    </ConfirmDialog>
  );
}
