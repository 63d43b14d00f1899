import { toastApiRef, useApi } from '@backstage/frontend-plugin-api';
import { Text } from '@backstage/ui';
import type { EgressRule } from '@sprintconnect/plugin-sprintconnect-common';
import { sprintConnectApiRef } from '../../client';
import { useMessages } from '../../translation';
import { ConfirmDialog } from '../../ui';
import { useRuleName } from './useRuleName';

/** Asks before a rule is deleted. */
export function DeleteRuleDialog(props: {
  rule: EgressRule;
  onDeleted: () => void;
  onClose: () => void;
}) {
  const { rule, onDeleted, onClose } = props;
  const { t } = useMessages();
  const client = useApi(sprintConnectApiRef);
  const toasts = useApi(toastApiRef);
  const destination = useRuleName().nameOf(rule);
  return (
    <ConfirmDialog
      isOpen
      onClose={onClose}
      title={t('egress.delete.title', { destination })}
      confirmLabel={t('egress.delete.confirm')}
      onConfirm={async () => {
        await client.egress.remove(rule);
        toasts.post({
          title: t('egress.delete.done', { destination }),
          status: 'success',
          timeout: 5000,
        });
        onDeleted();
      }}
    >
      <Text as="p">{t('egress.delete.text')}</Text>
    </ConfirmDialog>
  );
}
