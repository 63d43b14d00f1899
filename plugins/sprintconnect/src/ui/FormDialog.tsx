import {
  type FormEvent,
  type ReactNode,
  useEffect,
  useId,
  useRef,
} from 'react';
import { Button } from '@backstage/ui';
import { useMessages } from '../translation';
import { ErrorNotice } from './ErrorNotice';
import { Modal } from './Modal';
import type { Submission } from './useSubmission';
import styles from './FormDialog.module.css';

/** A form in a dialog, sent by its button or by Enter. Stays open with the error when sending fails. */
export function FormDialog(props: {
  title: string;
  width: number;
  submitLabel: string;
  submission: Submission;
  /** What to say above an error; default what the answer says. */
  errorTitle?: string;
  onSubmit: () => void;
  onClose: () => void;
  children: ReactNode;
}) {
  const { title, width, submitLabel, submission, errorTitle } = props;
  const { onSubmit, onClose, children } = props;
  const { busy, error } = submission;
  const { t } = useMessages();
  const formId = useId();
  const notice = useRef<HTMLDivElement>(null);
  // Below a long form it would be out of sight.
  useEffect(() => {
    if (error) notice.current?.scrollIntoView?.({ block: 'nearest' });
  }, [error]);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    const { currentTarget } = event;
    event.preventDefault();
    onSubmit();
    setTimeout(() => leadToFault(currentTarget));
  };
  return (
    <Modal
      title={title}
      width={width}
      busy={busy}
      stays
      onClose={onClose}
      buttons={
        <>
          <Button variant="secondary" onPress={onClose} isDisabled={busy}>
            {t('actions.cancel')}
          </Button>
          <Button type="submit" form={formId} isPending={busy}>
            {submitLabel}
          </Button>
        </>
      }
    >
      <form id={formId} className={styles.form} onSubmit={submit} noValidate>
        {children}
        {error && (
          <div ref={notice}>
            <ErrorNotice title={errorTitle} error={error} />
          </div>
        )}
      </form>
    </Modal>
  );
}

/** What is wrong may be scrolled out of sight: the reader is led to the first of it. */
function leadToFault(form: HTMLFormElement) {
  const fault = form.querySelector<HTMLElement>(
    '[aria-invalid="true"], [role="alert"]',
  );
  if (fault?.matches('input')) fault.focus();
  else fault?.scrollIntoView?.({ block: 'center' });
}
