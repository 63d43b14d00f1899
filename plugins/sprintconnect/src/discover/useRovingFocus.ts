import { type KeyboardEvent, useRef, useState } from 'react';

/**
 * Moves the focus through a list of links by arrow keys, with one stop of Tab for all of them. Up from the first
 * and Escape lead back by `onLeave`, and so does typing: the letter then lands where the focus went.
 */
export function useRovingFocus(onLeave: () => void) {
  const list = useRef<HTMLOListElement>(null);
  const [current, setCurrent] = useState<string>();
  const links = () =>
    Array.from(list.current?.querySelectorAll('a[data-item]') ?? []).filter(
      (each): each is HTMLElement => each instanceof HTMLElement,
    );
  const focus = (link: HTMLElement | undefined) => {
    link?.focus();
    link?.scrollIntoView?.({ block: 'nearest' });
    return link !== undefined;
  };

  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const { key } = event;
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const all = links();
    const at = all.indexOf(event.currentTarget);
    if (key.length === 1 && key !== ' ' && key !== '/') {
      onLeave();
      return;
    }
    if (key === 'ArrowDown') focus(all[at + 1]);
    else if (key === 'ArrowUp' && at > 0) focus(all[at - 1]);
    else if (key === 'Home') focus(all[0]);
    else if (key === 'End') focus(all.at(-1));
    else if (key === 'ArrowUp' || key === 'Escape') onLeave();
    else return;
    event.preventDefault();
  };
  return {
    list,
    /** The item that Tab reaches, unless it is gone. */
    current,
    setCurrent,
    onKeyDown,
    /** True where there was something to focus. */
    focusFirst: () => focus(links()[0]),
    focusItem: (id: string) =>
      focus(links().find(each => each.dataset.item === id)),
  };
}

export type RovingFocus = ReturnType<typeof useRovingFocus>;
