import {
  type PointerEvent,
  type ReactNode,
  type RefObject,
  useEffect,
  useId,
  useRef,
  useState,
} from 'react';
import { Tooltip, TooltipTrigger } from '@backstage/ui';
import styles from './Explained.module.css';

/** A pointer that crosses the page opens nothing; one on its way from the words to the tip does not close it. */
const OPEN_MS = 300;
const CLOSE_MS = 200;

/**
 * Something short that has more to say: in a tip, when it has the focus, is pointed at, or is tapped. Escape or a tap
 * elsewhere closes it. The tip describes the words for screen readers. In a row that opens something, a click or Enter still
 * opens it; only a tap is kept, because touch has no other way to the tip.
 */
export function Explained(props: {
  /** What the tip says; without it there is no tip. */
  tip?: ReactNode;
  /** It is a mark or a pill, and not words to underline. */
  plain?: boolean;
  className?: string;
  children: ReactNode;
}) {
  const { tip, plain, className = '', children } = props;
  if (!tip) {
    return className ? <span className={className}>{children}</span> : children;
  }
  return (
    <WithTip
      tip={tip}
      className={`${plain ? styles.plain : styles.words} ${className}`}
    >
      {children}
    </WithTip>
  );
}

function WithTip(props: {
  tip: ReactNode;
  className: string;
  children: ReactNode;
}) {
  const { tip, className, children } = props;
  const ref = useRef<HTMLButtonElement>(null);
  const pointer = useRef<string>();
  const id = useId();
  const { open, soon, set } = useOpening(ref);
  const onPointerDown = (event: PointerEvent) => {
    pointer.current = event.pointerType;
    if (isTouch(event)) event.stopPropagation();
  };
  const hovered = (event: PointerEvent, opening: boolean) => {
    if (!isTouch(event)) soon(opening);
  };
  return (
    <TooltipTrigger isOpen={open} onOpenChange={set}>
      <button
        ref={ref}
        type="button"
        className={className}
        aria-describedby={open ? id : undefined}
        onPointerEnter={event => hovered(event, true)}
        onPointerLeave={event => hovered(event, false)}
        onPointerDown={onPointerDown}
        onPointerUp={event => isTouch(event) && event.stopPropagation()}
        onFocus={() => !pointer.current && set(true)}
        onBlur={() => set(false)}
        onClick={event => {
          if (pointer.current === 'touch') {
            event.preventDefault();
            event.stopPropagation();
            set(!open);
          } else set(true);
          pointer.current = undefined;
        }}
      >
        {children}
      </button>
      <Tooltip triggerRef={ref}>
        <span
          id={id}
          className={styles.tip}
          onPointerEnter={event => hovered(event, true)}
          onPointerLeave={event => hovered(event, false)}
        >
          {tip}
        </span>
      </Tooltip>
    </TooltipTrigger>
  );
}

function isTouch({ pointerType }: PointerEvent): boolean {
  return pointerType === 'touch';
}

/** Whether the tip of `ref` is open: `set` right away, `soon` if nothing else happens until then. */
function useOpening(ref: RefObject<HTMLElement>) {
  const [open, setOpen] = useState(false);
  const timer = useRef<ReturnType<typeof setTimeout>>();
  const set = (next: boolean) => {
    clearTimeout(timer.current);
    setOpen(next);
  };
  const soon = (next: boolean) => {
    clearTimeout(timer.current);
    timer.current = setTimeout(setOpen, next ? OPEN_MS : CLOSE_MS, next);
  };
  useEffect(() => () => clearTimeout(timer.current), []);
  useEffect(() => {
    if (!open) return undefined;
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key !== 'Escape') return;
      // It closes the tip, and not the dialog around it.
      event.stopPropagation();
      setOpen(false);
    };
    const onOutside = (event: Event) => {
      if (!ref.current?.contains(event.target as Node)) setOpen(false);
    };
    document.addEventListener('keydown', onKeyDown, true);
    document.addEventListener('pointerdown', onOutside, true);
    return () => {
      document.removeEventListener('keydown', onKeyDown, true);
      document.removeEventListener('pointerdown', onOutside, true);
    };
  }, [open, ref]);
  return { open, set, soon };
}
