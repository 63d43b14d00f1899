import { Text } from '@backstage/ui';
import { CopyButton } from './CopyButton';
import { ScrollRegion } from './ScrollRegion';
import styles from './CodeBlock.module.css';

/** Code to read and to copy. `label` names it for screen readers; `caption` is shown, such as a file name. */
export function CodeBlock(props: {
  code: string;
  label: string;
  caption?: string;
  /** Break long lines, as for a command, instead of scrolling. */
  wrap?: boolean;
}) {
  const { code, label, caption, wrap } = props;
  return (
    <div className={styles.block}>
      <div className={styles.bar}>
        <Text variant="body-small" color="secondary" className={styles.caption}>
          {caption ?? ''}
        </Text>
        <CopyButton text={code} label={label} />
      </div>
      <ScrollRegion label={caption ?? label} className={styles.scroll}>
        <pre className={styles.code} data-wrap={wrap || undefined}>
          <code>{code}</code>
        </pre>
      </ScrollRegion>
    </div>
  );
}
