import {
  type KeyboardEvent,
  useEffect,
  useMemo,
  useRef,
  useState,
} from 'react';
import { RiArrowDownSLine, RiArrowRightSLine } from '@remixicon/react';
import { useMessages } from '../../translation';
import {
  CHILDREN_SHOWN,
  type Opened,
  openedAtFirst,
  rawNumber,
  type TreeRow,
  treeRows,
} from './treeRows';
import styles from './JsonTree.module.css';

const TEXT_SHOWN = 500;

/** A value of JSON that opens step by step (WAI-ARIA Authoring Practices, Tree View). */
export function JsonTree(props: { value: unknown; label: string }) {
  const { value, label } = props;
  const tree = useTree(value);
  return (
    <ul role="tree" aria-label={label} className={styles.tree} ref={tree.ref}>
      {tree.rows.map(row => (
        <Line key={row.path} row={row} tree={tree} />
      ))}
    </ul>
  );
}

type Tree = ReturnType<typeof useTree>;

function useTree(value: unknown) {
  const ref = useRef<HTMLUListElement>(null);
  const [opened, setOpened] = useState<Opened>(() => openedAtFirst(value));
  const [current, setCurrent] = useState('');
  const wantsFocus = useRef(false);
  const rows = useMemo(() => treeRows(value, opened), [value, opened]);
  useEffect(() => {
    if (!wantsFocus.current) return;
    wantsFocus.current = false;
    ref.current?.querySelector<HTMLElement>('[tabindex="0"]')?.focus();
  }, [current, rows]);
  const goTo = (row: TreeRow | undefined) => {
    if (!row) return;
    wantsFocus.current = true;
    setCurrent(row.path);
  };
  const toggle = (row: TreeRow) => {
    if (row.more !== undefined) {
      const parent = row.parent!;
      setOpened(({ open, shown }) => ({
        open,
        shown: new Map(shown).set(
          parent,
          (shown.get(parent) ?? CHILDREN_SHOWN) + CHILDREN_SHOWN,
        ),
      }));
      return;
    }
    if (row.count === undefined) return;
    setOpened(({ open, shown }) => {
      const after = new Set(open);
      if (!after.delete(row.path)) after.add(row.path);
      return { open: after, shown };
    });
  };
  const known = rows.some(each => each.path === current) ? current : '';
  return { ref, rows, current: known, goTo, toggle };
}

function Line(props: { row: TreeRow; tree: Tree }) {
  const { row, tree } = props;
  const { path, level, name, count, isOpen, position, siblings } = row;
  const Arrow = isOpen ? RiArrowDownSLine : RiArrowRightSLine;
  return (
    <li
      role="treeitem"
      aria-level={level}
      aria-posinset={position}
      aria-setsize={siblings}
      aria-expanded={isOpen}
      aria-selected={tree.current === path}
      tabIndex={tree.current === path ? 0 : -1}
      className={styles.line}
      style={{ paddingInlineStart: `${(Math.min(level, 30) - 1) * 18 + 4}px` }}
      onClick={() => {
        tree.goTo(row);
        tree.toggle(row);
      }}
      onKeyDown={event => onKey(event, row, tree)}
    >
      <span className={styles.arrow}>
        {count !== undefined && count > 0 && <Arrow aria-hidden="true" />}
      </span>
      <span className={styles.text}>
        {name !== undefined && <span className={styles.name}>{name}: </span>}
        <Value row={row} />
      </span>
    </li>
  );
}

function onKey(event: KeyboardEvent, row: TreeRow, tree: Tree) {
  const { rows, goTo, toggle } = tree;
  const at = rows.findIndex(each => each.path === row.path);
  const acts: Record<string, () => void> = {
    ArrowDown: () => goTo(rows[at + 1]),
    ArrowUp: () => goTo(rows[at - 1]),
    Home: () => goTo(rows[0]),
    End: () => goTo(rows.at(-1)),
    Enter: () => toggle(row),
    ' ': () => toggle(row),
    ArrowRight: () => {
      if (row.isOpen) goTo(rows[at + 1]);
      else toggle(row);
    },
    ArrowLeft: () => {
      if (row.isOpen) toggle(row);
      else goTo(rows.find(each => each.path === row.parent));
    },
  };
  const act = acts[event.key];
  // With others, keys are the browser's.
  if (!act || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  act();
}

function Value(props: { row: TreeRow }) {
  const { value, count, more, isOpen } = props.row;
  const { t } = useMessages();
  if (more !== undefined) {
    return (
      <span className={styles.more}>
        {t('tryit.tree.more', { count: Math.min(more, CHILDREN_SHOWN) })}
      </span>
    );
  }
  if (count !== undefined) {
    const [begin, end] = Array.isArray(value) ? '[]' : '{}';
    if (count === 0) return <>{begin + end}</>;
    return (
      <span className={styles.count}>
        {isOpen ? begin : `${begin}…${end}`} {t('tryit.tree.items', { count })}
      </span>
    );
  }
  if (typeof value === 'string') return <LongText text={value} />;
  return (
    <span className={styles.plain}>{rawNumber(value) ?? String(value)}</span>
  );
}

function LongText(props: { text: string }) {
  const { text } = props;
  const { t } = useMessages();
  const [isWhole, setWhole] = useState(false);
  const isCut = text.length > TEXT_SHOWN && !isWhole;
  return (
    <span className={styles.string}>
      {JSON.stringify(isCut ? `${text.slice(0, TEXT_SHOWN)}…` : text)}
      {isCut && (
        <button
          type="button"
          className={styles.whole}
          onClick={event => {
            event.stopPropagation();
            setWhole(true);
          }}
          onKeyDown={event => event.stopPropagation()}
        >
          {t('tryit.tree.moreText')}
        </button>
      )}
    </span>
  );
}
