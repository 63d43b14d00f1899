import { SearchField } from '@backstage/ui';
import { useTyped } from './useTyped';

const TYPING_MS = 250;

/** Words to search for, told once typing has paused. */
export function WordsFilter(props: {
  label: string;
  placeholder: string;
  value: string | undefined;
  onChange: (words: string | undefined) => void;
  className?: string;
}) {
  const { label, placeholder, value = '', onChange, className } = props;
  const [text, setText] = useTyped({
    value,
    delayMs: TYPING_MS,
    onSettled: settled => onChange(settled.trim() || undefined),
  });
  return (
    <SearchField
      aria-label={label}
      placeholder={placeholder}
      value={text}
      onChange={setText}
      className={className}
    />
  );
}
