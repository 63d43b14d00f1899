import { useMemo } from 'react';
import { markWords } from './markWords';
import styles from './MarkedText.module.css';

/** A text with the words marked that were searched for. */
export function MarkedText(props: { text: string; q: string }) {
  const { text, q } = props;
  const parts = useMemo(() => markWords(text, q), [text, q]);
  return (
    <>
      {parts.map((part, index) =>
        part.marked ? (
          <mark key={index} className={styles.mark}>
            {part.text}
          </mark>
        ) : (
          part.text
        ),
      )}
    </>
  );
}
