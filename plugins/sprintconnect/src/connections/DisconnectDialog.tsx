import { toastApiRef, useApi } from '@backstage/frontend-plugin-api';
import { Button, Text } from '@backstage/ui';
import type {
  Connection,
  Disconnected,
} from '@sprintconnect/plugin-sprintconnect-common';
import { sprintConnectApiRef } from '../client';
import { useMessages } from '../translation';
import { ConfirmDialog, Modal } from '../ui';
import { hostOf, serverLabel } from './serverLabel';

/** Asks before an account is disconnected. */
export function DisconnectDialog(props: {
  connection: Connection;
  onDisconnected: (how: Disconnected) => void;
  onClose: () => void;
}) {
  const { connection, onDisconnected, onClose } = props;
  const { id, server, issuer } = connection;
  const { t } = useMessages();
  const client = useApi(sprintConnectApiRef);
  const toasts = useApi(toastApiRef);
  return (
    <ConfirmDialog
      isOpen
      onClose={onClose}
      title={t('connections.disconnect.title', { name: serverLabel(server) })}
      confirmLabel={t('connections.disconnect.confirm')}
      onConfirm={async () => {
        const how = await client.connections.disconnect(id);
        if (how.isRevoked) {
          toasts.post({
            title: t('connections.disconnect.done', {
              name: serverLabel(server),
            }),
            description: t('connections.disconnect.revoked', {
              issuer: hostOf(issuer),
            }),
            status: 'success',
            timeout: 5000,
          });
        }
        onDisconnected(how);
      }}
    >
      <Text as="p">{t('connections.disconnect.effect')}</Text>
    </ConfirmDialog>
  );
}

/** Says that an account is gone from here, and what is left to do at its authorization server. */
export function NotRevokedDialog(props: {
  connection: Connection;
  onClose: () => void;
}) {
  const { connection, onClose } = props;
  const { t } = useMessages();
  const issuer = hostOf(connection.issuer);
  return (
    <Modal
      title={t('connections.notRevoked.title', {
        name: serverLabel(connection.server),
      })}
      width={480}
      onClose={onClose}
      buttons={
        <Button onPress={onClose}>{t('connections.notRevoked.close')}</Button>
      }
    >
      <Text as="p">{t('connections.notRevoked.text', { issuer })}</Text>
      <Text as="p">{t('connections.notRevoked.remedy', { issuer })}</Text>
    </Modal>
  );
}
