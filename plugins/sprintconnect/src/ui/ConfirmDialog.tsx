import { type ReactNode, useState } from 'react';
import {
  Button,
  Dialog,
  DialogBody,
  DialogFooter,
  DialogHeader,
} from '@backstage/ui';
import { useMessages } from '../translation';
import { ErrorNotice } from './ErrorNotice';

/**
 * Asks before something that cannot simply be undone. Stays open with the error when `onConfirm` fails, and
 * closes when it succeeds. The focus goes to the dialog and back to where it was.
 */
export function ConfirmDialog(props: {
  isOpen: boolean;
  onClose: () => void;
  title: string;
  confirmLabel: string;
  onConfirm: () => Promise<void>;
  children: ReactNode;
}) {
  const { isOpen, onClose, title, confirmLabel, onConfirm, children } = props;
  const { t } = useMessages();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<Error>();

  const close = () => {
    setError(undefined);
    onClose();
  };
  const confirm = async () => {
    setBusy(true);
    setError(undefined);
    try {
      await onConfirm();
      close();
    } catch (failure) {
      setError(failure as Error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Dialog
      isOpen={isOpen}
      onOpenChange={open => {
        if (!open && !busy) close();
      }}
      width={480}
    >
      <DialogHeader>{title}</DialogHeader>
      <DialogBody>
        {children}
        {error && <ErrorNotice error={error} />}
      </DialogBody>
      <DialogFooter>
        <Button variant="secondary" onPress={close} isDisabled={busy}>
          {t('actions.cancel')}
        </Button>
        <Button destructive isPending={busy} onPress={confirm}>
          {confirmLabel}
        </Button>
      </DialogFooter>
    </Dialog>
  );
}
