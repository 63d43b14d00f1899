import { ButtonIcon, Menu, MenuItem, MenuTrigger } from '@backstage/ui';
import {
  RiDeleteBinLine,
  RiLoopRightLine,
  RiMoreLine,
  RiPencilLine,
  RiTimerFlashLine,
} from '@remixicon/react';
import type { Credential } from '@sprintconnect/plugin-sprintconnect-common';
import { useMessages } from '../../translation';
import type { CredentialIntent } from './CredentialIntent';

/** What can be done with a credential. */
export function CredentialMenu(props: {
  credential: Credential;
  onIntent: (intent: CredentialIntent) => void;
}) {
  const { credential, onIntent } = props;
  const { t } = useMessages();
  return (
    <MenuTrigger>
      <ButtonIcon
        variant="tertiary"
        icon={<RiMoreLine />}
        aria-label={t('credentials.list.actionsOf', {
          name: credential.name ?? '',
        })}
      />
      <Menu placement="bottom end">
        <MenuItem
          iconStart={<RiLoopRightLine aria-hidden="true" />}
          onAction={() => onIntent('rotate')}
        >
          {t('credentials.rotate.action')}
        </MenuItem>
        {credential.previous && (
          <MenuItem
            iconStart={<RiTimerFlashLine aria-hidden="true" />}
            onAction={() => onIntent('endOverlap')}
          >
            {t('credentials.endOverlap.action')}
          </MenuItem>
        )}
        <MenuItem
          iconStart={<RiPencilLine aria-hidden="true" />}
          onAction={() => onIntent('edit')}
        >
          {t('credentials.edit.action')}
        </MenuItem>
        <MenuItem
          color="danger"
          iconStart={<RiDeleteBinLine aria-hidden="true" />}
          onAction={() => onIntent('delete')}
        >
          {t('credentials.delete.action')}
        </MenuItem>
      </Menu>
    </MenuTrigger>
  );
}
