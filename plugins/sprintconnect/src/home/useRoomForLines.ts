import { type RefObject, useEffect, useLayoutEffect, useState } from 'react';

/**
 * How many lines of a list fit into an element that has a height of its own, such as a cell of the home page: from `most` down
 * to one. Where the element grows with its content, all of them do. `content` is what the lines are drawn from.
 */
export function useRoomForLines(
  element: RefObject<HTMLElement>,
  most: number,
  content: unknown,
): number {
  const [fits, setFits] = useState(most);

  useEffect(() => {
    const { current } = element;
    if (!current) return undefined;
    const size = () => `${current.clientWidth} ${current.clientHeight}`;
    let measured = size();
    const observer = new ResizeObserver(() => {
      if (size() === measured) return;
      measured = size();
      // An element that grows with its content has room for all of it, so that this ends.
      setFits(most);
    });
    observer.observe(current);
    return () => observer.disconnect();
  }, [element, most]);

  useLayoutEffect(() => setFits(most), [most, content]);

  // Before anything is painted, one line less for as long as they do not fit.
  useLayoutEffect(() => {
    const { scrollHeight = 0, clientHeight = 0 } = element.current ?? {};
    if (scrollHeight > clientHeight) setFits(before => Math.max(1, before - 1));
  }, [element, fits, content]);

  return fits;
}
