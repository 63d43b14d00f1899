import { type RefObject, useEffect, useRef } from 'react';

/** A dialog that is gone gives the focus back a frame later. */
const GIVEN_BACK_MS = 100;

/**
 * Gives the focus to `place` once all dialogs are gone, where it would be lost: one dialog may have followed another, or
 * have taken away what opened it.
 */
export function useFocusKept(
  isOpen: boolean,
  place: RefObject<HTMLElement>,
): void {
  const wasOpen = useRef(isOpen);
  useEffect(() => {
    const closed = wasOpen.current && !isOpen;
    wasOpen.current = isOpen;
    if (!closed) return undefined;
    const timer = setTimeout(() => {
      if (document.activeElement === document.body) place.current?.focus();
    }, GIVEN_BACK_MS);
    return () => clearTimeout(timer);
  }, [isOpen, place]);
}
