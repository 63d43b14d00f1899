import { Select } from '@backstage/ui';

const SEARCHABLE_FROM = 9;

/** A filter that takes any of several values. It keeps its place where there are none, or none are known. */
export function ChoiceFilter(props: {
  label: string;
  /** What stands there while nothing is chosen. */
  placeholder: string;
  chosen: string[];
  options: Array<{ value: string; label: string }>;
  onChange: (values: string[]) => void;
  className?: string;
}) {
  const { label, placeholder, chosen, options, onChange, className } = props;
  return (
    <Select
      label={label}
      placeholder={placeholder}
      selectionMode="multiple"
      searchable={options.length >= SEARCHABLE_FROM}
      value={chosen}
      onChange={keys => onChange([...(keys as Iterable<string>)].map(String))}
      options={options}
      isDisabled={options.length === 0}
      className={className}
    />
  );
}
