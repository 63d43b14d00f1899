import { toastApiRef, useApi } from '@backstage/frontend-plugin-api';
import { Button, Text } from '@backstage/ui';
import {
  type Credential,
  problemTypeOf,
  SprintConnectError,
} from '@sprintconnect/plugin-sprintconnect-common';
import { sprintConnectApiRef } from '../../client';
import { useMessages } from '../../translation';
import { ErrorNotice, Modal, useSubmission } from '../../ui';
import { CredentialUses } from './CredentialUses';

/** Asks before a credential is deleted; of one that servers use it says where, and that it cannot be. */
export function DeleteCredentialDialog(props: {
  credential: Credential;
  onDeleted: () => void;
  onClose: () => void;
}) {
  const { credential, onDeleted, onClose } = props;
  const { id, name = '', uses } = credential;
  const { t } = useMessages();
  const client = useApi(sprintConnectApiRef);
  const toasts = useApi(toastApiRef);
  const { busy, error, submit } = useSubmission();
  const remove = () =>
    submit(async () => {
      await client.credentials.remove(id);
      toasts.post({
        title: t('credentials.delete.done', { name }),
        status: 'success',
        timeout: 5000,
      });
      onDeleted();
      onClose();
    });
  // Servers may have come to use it since the list was loaded: then the backend refuses, and it is said where.
  const inUse = uses > 0 || isInUse(error);
  return (
    <Modal
      title={t('credentials.delete.title', { name })}
      width={480}
      busy={busy}
      onClose={onClose}
      buttons={
        <>
          <Button variant="secondary" onPress={onClose} isDisabled={busy}>
            {t(uses > 0 ? 'credentials.detail.close' : 'actions.cancel')}
          </Button>
          {uses === 0 && (
            <Button destructive isPending={busy} onPress={remove}>
              {t('credentials.delete.confirm')}
            </Button>
          )}
        </>
      }
    >
      <Text as="p">
        {uses > 0
          ? t('credentials.delete.inUse', { count: uses })
          : t('credentials.delete.text')}
      </Text>
      {error && <ErrorNotice error={error} />}
      {inUse && <CredentialUses credentialId={id} total={uses} />}
    </Modal>
  );
}

function isInUse(error: Error | undefined): boolean {
  return (
    error instanceof SprintConnectError &&
    error.problem.type === problemTypeOf('credential-in-use')
  );
}
