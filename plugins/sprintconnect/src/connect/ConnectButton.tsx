import { useState } from 'react';
import { Button } from '@backstage/ui';
import { RiPlugLine } from '@remixicon/react';
import type { Server } from '@sprintconnect/plugin-sprintconnect-common';
import { useMessages } from '../translation';
import { ConnectDialog } from './ConnectDialog';

/** Opens the dialog, for a server or, without one, for everything that the reader may use. */
export function ConnectButton(props: {
  server?: Server;
  /** Default: that it connects an agent. */
  label?: string;
  variant?: 'primary' | 'secondary';
}) {
  const { server, label, variant = 'secondary' } = props;
  const { t } = useMessages();
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button
        variant={variant}
        iconStart={<RiPlugLine aria-hidden="true" />}
        onPress={() => setOpen(true)}
      >
        {label ?? t('connect.open')}
      </Button>
      {isOpen && (
        <ConnectDialog server={server} onClose={() => setOpen(false)} />
      )}
    </>
  );
}
