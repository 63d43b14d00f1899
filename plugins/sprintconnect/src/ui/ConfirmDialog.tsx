import type { ReactNode } from 'react';
import { Button } from '@backstage/ui';
import { useMessages } from '../translation';
import { ErrorNotice } from './ErrorNotice';
import { Modal } from './Modal';
import { useSubmission } from './useSubmission';

/**
 * Asks before something that cannot simply be undone. Stays open with the error when `onConfirm` fails, and
 * closes when it succeeds.
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
  const { busy, error, submit, reset } = useSubmission();
  const close = () => {
    reset();
    onClose();
  };
  return (
    <Modal
      isOpen={isOpen}
      title={title}
      width={480}
      busy={busy}
      onClose={close}
      buttons={
        <>
          <Button variant="secondary" onPress={close} isDisabled={busy}>
            {t('actions.cancel')}
          </Button>
          <Button
            destructive
            isPending={busy}
            onPress={() =>
              submit(async () => {
                await onConfirm();
                close();
              })
            }
          >
            {confirmLabel}
          </Button>
        </>
      }
    >
      {children}
      {error && <ErrorNotice error={error} />}
    </Modal>
  );
}
