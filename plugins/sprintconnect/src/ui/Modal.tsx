import type { ReactNode } from 'react';
import { Dialog, DialogBody, DialogFooter, DialogHeader } from '@backstage/ui';
import styles from './Modal.module.css';
import surface from './surface.module.css';

/**
 * A dialog: title, body, buttons. It does not go away while `busy`. The focus goes to it and back to where it was.
 */
export function Modal(props: {
  /** Default true, for one that is there only while it is open. */
  isOpen?: boolean;
  title: string;
  /** In pixels; narrow screens have less. */
  width: number;
  busy?: boolean;
  /** A click beside it does not close it, so that nothing typed is lost by one. */
  stays?: boolean;
  onClose: () => void;
  buttons: ReactNode;
  children: ReactNode;
}) {
  const { isOpen = true, title, width, busy, stays, onClose, buttons } = props;
  return (
    <Dialog
      isOpen={isOpen}
      isDismissable={!stays}
      onOpenChange={open => !open && !busy && onClose()}
      width={width}
      className={surface.surface}
    >
      <DialogHeader>{title}</DialogHeader>
      <DialogBody>
        <div className={styles.body}>{props.children}</div>
      </DialogBody>
      <DialogFooter>{buttons}</DialogFooter>
    </Dialog>
  );
}
