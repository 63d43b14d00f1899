import { useRef, useState } from 'react';
import { Button, TextAreaField, VisuallyHidden } from '@backstage/ui';
import { RiFileUploadLine } from '@remixicon/react';
import { useMessages } from '../translation';
import styles from './PemField.module.css';

/** In bytes. A chain of certificates is some thousand. */
const FILE_BYTES_MAX = 64 * 1024;

/** A certificate or a key, pasted or read from a file. A `secret` one is hidden while it stands there. */
export function PemField(props: {
  label: string;
  help?: string;
  isRequired?: boolean;
  secret?: boolean;
  value: string;
  onChange: (pem: string) => void;
  onLeave?: () => void;
  fault?: string;
}) {
  const { label, help, isRequired, secret, value, onChange, onLeave } = props;
  const { t } = useMessages();
  const input = useRef<HTMLInputElement>(null);
  const [picked, setPicked] = useState('');
  const [unread, setUnread] = useState<string>();
  const fault = unread ?? props.fault;
  const take = async (file: File | undefined) => {
    if (!file) return;
    setPicked('');
    if (file.size > FILE_BYTES_MAX) {
      setUnread(t('credentials.faults.fileTooLarge'));
      return;
    }
    try {
      onChange(await file.text());
      setUnread(undefined);
      setPicked(t('credentials.form.picked', { name: file.name }));
    } catch {
      setUnread(t('credentials.faults.unreadable'));
    }
  };
  return (
    <div className={styles.pem}>
      <TextAreaField
        className={secret ? styles.hidden : styles.text}
        label={label}
        description={help}
        isRequired={isRequired}
        value={value}
        onChange={text => {
          setUnread(undefined);
          setPicked('');
          onChange(text);
        }}
        onBlur={onLeave}
        autoComplete="off"
        spellCheck="false"
        validationBehavior="aria"
        validate={() => fault ?? true}
      />
      <div className={styles.file}>
        <Button
          variant="secondary"
          iconStart={<RiFileUploadLine aria-hidden="true" />}
          aria-label={t('credentials.form.pickFileFor', { field: label })}
          onPress={() => input.current?.click()}
        >
          {t('credentials.form.pickFile')}
        </Button>
        <span role="status" className={styles.picked}>
          {picked}
        </span>
      </div>
      <VisuallyHidden>
        <input
          ref={input}
          type="file"
          tabIndex={-1}
          aria-hidden="true"
          onChange={({ currentTarget }) => {
            take(currentTarget.files?.[0]);
            // The same file again is another choice.
            currentTarget.value = '';
          }}
        />
      </VisuallyHidden>
    </div>
  );
}
