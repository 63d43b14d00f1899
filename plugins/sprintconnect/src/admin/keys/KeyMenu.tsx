import { ButtonIcon, Menu, MenuItem, MenuTrigger } from '@backstage/ui';
import { RiForbidLine, RiLoopRightLine, RiMoreLine } from '@remixicon/react';
import type { ApiKey } from '@sprintconnect/plugin-sprintconnect-common';
import { useMessages } from '../../translation';

/** What can be done with a key. A revoked one is past everything. */
export function KeyMenu(props: {
  apiKey: ApiKey;
  onRotate: () => void;
  onRevoke: () => void;
}) {
  const { apiKey, onRotate, onRevoke } = props;
  const { t } = useMessages();
  if (apiKey.status === 'revoked') return null;
  return (
    <MenuTrigger>
      <ButtonIcon
        variant="tertiary"
        icon={<RiMoreLine />}
        aria-label={t('keys.actionsOf', { name: apiKey.name })}
      />
      <Menu placement="bottom end">
        <MenuItem
          iconStart={<RiLoopRightLine aria-hidden="true" />}
          onAction={onRotate}
        >
          {t('keys.rotate.action')}
        </MenuItem>
        <MenuItem
          color="danger"
          iconStart={<RiForbidLine aria-hidden="true" />}
          onAction={onRevoke}
        >
          {t('keys.revoke.action')}
        </MenuItem>
      </Menu>
    </MenuTrigger>
  );
}
