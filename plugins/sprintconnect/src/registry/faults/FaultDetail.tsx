import type { ReactNode } from 'react';
import styles from './FaultDetail.module.css';

/** The messages of a fault, word for word, and below them what it means for the reader. */
export function FaultDetail(props: {
  messages: Array<string | undefined>;
  children: ReactNode;
}) {
  const { messages, children } = props;
  return (
    <div className={styles.detail}>
      {[...new Set(messages)].map(
        message =>
          message && (
            <code key={message} className={styles.message}>
              {message}
            </code>
          ),
      )}
      {children}
    </div>
  );
}
