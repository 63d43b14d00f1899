import { type KeyboardEvent, type RefObject } from 'react';
import { SearchField } from '@backstage/ui';
import { useMessages } from '../translation';
import { useTyped } from '../ui';
import styles from './DiscoverBox.module.css';

/** Long enough that a word is one search, short enough that the answer seems to come while typing. */
const TYPING_MS = 150;

/** The one box. Arrow down leads to the results, Enter opens the best of them. */
export function DiscoverBox(props: {
  box: RefObject<HTMLDivElement>;
  typed: string;
  onSearch: (q: string) => void;
  onDown: () => void;
  onEnter: (text: string) => void;
}) {
  const { box, typed, onSearch, onDown, onEnter } = props;
  const { t } = useMessages();
  const [text, setText] = useTyped({
    value: typed,
    delayMs: TYPING_MS,
    onSettled: onSearch,
  });
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'ArrowDown') {
      event.preventDefault();
      onDown();
    } else if (event.key === 'Enter') {
      onEnter(text.trim());
    }
  };
  return (
    <div className={styles.box}>
      <SearchField
        ref={box}
        aria-label={t('discover.box.label')}
        placeholder={t('discover.box.placeholder')}
        value={text}
        onChange={setText}
        onKeyDown={onKeyDown}
        className={styles.field}
      />
      <p className={styles.keys}>
        <span>
          <kbd>/</kbd> {t('discover.box.focus')}
        </span>
        <span>
          <kbd>↓</kbd> <kbd>↑</kbd> {t('discover.box.move')}
        </span>
        <span>
          <kbd>{t('discover.box.enter')}</kbd> {t('discover.box.open')}
        </span>
        <span>
          <kbd>{t('discover.box.escape')}</kbd> {t('discover.box.back')}
        </span>
      </p>
    </div>
  );
}
