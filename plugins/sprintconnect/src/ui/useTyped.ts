import { useEffect, useRef, useState } from 'react';
import { useDebounced } from './useDebounced';

/**
 * The text of a field whose value is kept elsewhere, such as in the address. Typing is told by `onSettled`
 * once it has paused; a value that changes from outside, by "clear" or by the browser's history, is taken over.
 */
export function useTyped(options: {
  value: string;
  delayMs: number;
  onSettled: (text: string) => void;
}): [string, (text: string) => void] {
  const { value, delayMs, onSettled } = options;
  const [text, setText] = useState(value);
  const settled = useDebounced(text, delayMs);
  const told = useRef(value);
  const tell = useRef(onSettled);
  tell.current = onSettled;

  useEffect(() => {
    // Only typing that has paused is told, never a text that was just replaced from outside.
    if (settled === told.current) return;
    told.current = settled;
    tell.current(settled);
  }, [settled]);
  useEffect(() => {
    // Without the blank at its end it is still what was typed: the next word may be on its way.
    if ([told.current, told.current.trim()].includes(value)) return;
    told.current = value;
    setText(value);
  }, [value]);
  return [text, setText];
}
