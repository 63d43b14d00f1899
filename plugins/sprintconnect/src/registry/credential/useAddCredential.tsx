import { type ReactNode, useState } from 'react';
import type { Server } from '@sprintconnect/plugin-sprintconnect-common';
import { mayOn } from '../../permission';
import { AddCredentialDialog } from './AddCredentialDialog';

/**
 * The dialog in which a server is given a credential, and what opens it; neither for who may not, and for servers that take
 * none. Once it is given, `onSaved` has the server looked at again.
 */
export function useAddCredential(
  server: Server,
  onSaved: () => void,
): { add?: () => void; dialog?: ReactNode } {
  const [open, setOpen] = useState(false);
  const isProcess = server.remotes.every(({ type }) => type === 'stdio');
  if (isProcess || server.status === 'retired' || !mayOn(server, 'update')) {
    return {};
  }
  return {
    add: () => setOpen(true),
    dialog: open && (
      <AddCredentialDialog
        server={server}
        onSaved={onSaved}
        onClose={() => setOpen(false)}
      />
    ),
  };
}
