import { type RefObject, useEffect, useRef } from 'react';

/** A dialog that is gone gives the focus back a frame later. */
const GIVEN_BACK_MS = 100;
/** What a dialog changed is shown when it is loaded again, which takes no longer than this. */
const CHANGED_MS = 10_000;

/**
 * Gives the focus to `place` once all dialogs are gone, where it would be lost: one dialog may have followed another, or
 * have taken away what opened it. What opened it may go at once, or with the next change of `shown`.
 */
export function useFocusKept(
  isOpen: boolean,
  place: RefObject<HTMLElement>,
  shown: unknown,
): void {
  const wasOpen = useRef(isOpen);
  const until = useRef(0);
  useEffect(() => {
    const closed = wasOpen.current && !isOpen;
    wasOpen.current = isOpen;
    if (closed) until.current = performance.now() + CHANGED_MS;
    if (isOpen || performance.now() > until.current) return undefined;
    const timer = setTimeout(() => {
      if (document.activeElement === document.body) place.current?.focus();
    }, GIVEN_BACK_MS);
    return () => clearTimeout(timer);
  }, [isOpen, place, shown]);
}
