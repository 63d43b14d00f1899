import { useLayoutEffect, useState, type RefCallback } from 'react';

/** Widths of a table, in pixels, from which it has room for more columns. */
const ROOMY = 760;
const WIDE = 1040;
/** Below this a table shows two or three columns. */
const NARROW = 600;

/** How much room a table has. */
export interface TableRoom {
  /** Goes on the element that the table fills. */
  ref: RefCallback<HTMLElement>;
  /** Less than 600 pixels. */
  narrow: boolean;
  /** At least 760 pixels. */
  roomy: boolean;
  /** At least 1040 pixels. */
  wide: boolean;
}

/**
 * How much room a table has, whatever the window has: the sidebar and panels take their part of that. It is measured
 * in a script, because the table of the library computes the widths of its columns in one, and a column that a container
 * query hides would keep its share.
 */
export function useTableRoom(): TableRoom {
  const [element, ref] = useState<HTMLElement | null>(null);
  const [width, setWidth] = useState(0);
  useLayoutEffect(() => {
    if (!element) return undefined;
    const measure = () => setWidth(element.clientWidth);
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, [element]);
  return {
    ref,
    narrow: width < NARROW,
    roomy: width >= ROOMY,
    wide: width >= WIDE,
  };
}
