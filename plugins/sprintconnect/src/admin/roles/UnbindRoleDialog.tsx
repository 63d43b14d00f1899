import { toastApiRef, useApi } from '@backstage/frontend-plugin-api';
import { Text } from '@backstage/ui';
import type { RoleBinding } from '@sprintconnect/plugin-sprintconnect-common';
import { sprintConnectApiRef } from '../../client';
import { useMe } from '../../permission';
import { useMessages } from '../../translation';
import { ConfirmDialog } from '../../ui';
import { subjectKind } from '../subjects/subjectKind';
import { useSubjectText } from '../subjects/SubjectName';

/** Asks before a role is taken away. Why it cannot be, such as from the last admin, the backend says in the dialog. */
export function UnbindRoleDialog(props: {
  binding: RoleBinding;
  keyNames: ReadonlyMap<string, string>;
  onUnbound: () => void;
  onClose: () => void;
}) {
  const { binding, keyNames, onUnbound, onClose } = props;
  const { t } = useMessages();
  const client = useApi(sprintConnectApiRef);
  const toasts = useApi(toastApiRef);
  const me = useMe();
  const kind = subjectKind(binding.subject);
  const names = {
    subject: useSubjectText([binding.subject], keyNames)(binding.subject),
    role: t(`permission.roles.${binding.role}`),
  };
  return (
    <ConfirmDialog
      isOpen
      onClose={onClose}
      title={t('roles.unbind.title', names)}
      confirmLabel={t('roles.unbind.confirm')}
      onConfirm={async () => {
        if (binding.id) await client.roles.unbind(binding.id);
        toasts.post({
          title: t('roles.unbind.done', names),
          status: 'success',
          timeout: 5000,
        });
        onUnbound();
      }}
    >
      <Text as="p">{t('roles.unbind.text')}</Text>
      {(kind === 'group' || kind === 'everyone') && (
        <Text as="p">{t(`roles.unbind.${kind}`)}</Text>
      )}
      {binding.subject === me.value?.caller.ref && (
        <Text as="p">{t('roles.unbind.self')}</Text>
      )}
    </ConfirmDialog>
  );
}
