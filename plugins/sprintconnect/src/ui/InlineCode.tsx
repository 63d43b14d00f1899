import styles from './InlineCode.module.css';

/** An id, a name or a hash within a text. `quiet` beside what matters more. */
export function InlineCode(props: { quiet?: boolean; children: string }) {
  return (
    <code className={styles.code} data-quiet={props.quiet || undefined}>
      {props.children}
    </code>
  );
}
