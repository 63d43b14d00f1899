import { Text } from '@backstage/ui';
import { CopyButton } from './CopyButton';
import styles from './CodeBlock.module.css';

/** Code to read and to copy. `label` names it for screen readers; `caption` is shown, such as a file name. */
export function CodeBlock(props: {
  code: string;
  label: string;
  caption?: string;
}) {
  const { code, label, caption } = props;
  return (
    <div className={styles.block}>
      <div className={styles.bar}>
        <Text variant="body-small" color="secondary" className={styles.caption}>
          {caption ?? ''}
        </Text>
        <CopyButton text={code} label={label} />
      </div>
      {/* Scrolls, so it must take the focus for keyboards. */}
      <pre
        className={styles.code}
        tabIndex={0}
        role="region"
        aria-label={caption ?? label}
      >
        <code>{code}</code>
      </pre>
    </div>
  );
}
