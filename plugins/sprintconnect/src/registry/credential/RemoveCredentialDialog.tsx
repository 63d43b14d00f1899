import { toastApiRef, useApi } from '@backstage/frontend-plugin-api';
import { Text } from '@backstage/ui';
import type {
  Credential,
  Server,
} from '@sprintconnect/plugin-sprintconnect-common';
import { sprintConnectApiRef } from '../../client';
import { useMessages } from '../../translation';
import { ConfirmDialog } from '../../ui';

/** Asks before a credential is taken from a server. */
export function RemoveCredentialDialog(props: {
  server: Server;
  credential: Credential;
  onRemoved: () => void;
  onClose: () => void;
}) {
  const { server, credential, onRemoved, onClose } = props;
  const { t } = useMessages();
  const client = useApi(sprintConnectApiRef);
  const toasts = useApi(toastApiRef);
  return (
    <ConfirmDialog
      isOpen
      onClose={onClose}
      title={t('credentials.remove.title', {
        name: server.title ?? server.name,
      })}
      confirmLabel={t('credentials.remove.confirm')}
      onConfirm={async () => {
        await client.credentials.removeOfServer(server.id);
        toasts.post({
          title: t('credentials.remove.done'),
          status: 'success',
          timeout: 5000,
        });
        onRemoved();
      }}
    >
      <Text as="p">
        {credential.shared
          ? t('credentials.remove.shared', { name: credential.name ?? '' })
          : t('credentials.remove.own')}
      </Text>
      <Text as="p">{t('credentials.remove.effect')}</Text>
    </ConfirmDialog>
  );
}
