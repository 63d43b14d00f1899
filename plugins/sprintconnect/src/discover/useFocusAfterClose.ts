import { useEffect, useRef } from 'react';

/**
 * Gives the focus a place when what was open is gone, however it was closed: by a key, a button or the browser's
 * history. Where something has the focus it stays there.
 */
export function useFocusAfterClose(
  opened: string | undefined,
  focus: (closed: string) => void,
): void {
  const latest = useRef(focus);
  latest.current = focus;
  const before = useRef(opened);
  useEffect(() => {
    const closed = before.current;
    before.current = opened;
    const lost = document.activeElement === document.body;
    if (closed && !opened && lost) latest.current(closed);
  }, [opened]);
}
