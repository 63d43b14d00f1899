import { CopyButton } from './CopyButton';
import { InlineCode } from './InlineCode';
import styles from './CopyableCode.module.css';

/** An id or the like with a button that copies it. `label` tells what is copied. */
export function CopyableCode(props: { text: string; label: string }) {
  const { text, label } = props;
  return (
    <span className={styles.copyable}>
      <InlineCode>{text}</InlineCode>
      <CopyButton text={text} label={label} />
    </span>
  );
}
