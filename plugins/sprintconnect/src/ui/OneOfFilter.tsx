import { Select } from '@backstage/ui';

const ANY = 'any';
const SEARCHABLE_FROM = 9;

/** A filter that takes one of several values, or none of them, which lets everything through. */
export function OneOfFilter<T extends string>(props: {
  label: string;
  /** The label is for screen readers only. */
  quiet?: boolean;
  chosen: T | undefined;
  /** What none of them is called. */
  any: string;
  options: ReadonlyArray<{ value: T; label: string }>;
  onChange: (value: T | undefined) => void;
}) {
  const { label, quiet, chosen, any, options, onChange } = props;
  return (
    <Select
      label={quiet ? undefined : label}
      aria-label={quiet ? label : undefined}
      searchable={options.length >= SEARCHABLE_FROM}
      value={chosen ?? ANY}
      options={[{ value: ANY, label: any }, ...options]}
      onChange={key =>
        onChange(options.find(({ value }) => value === key)?.value)
      }
    />
  );
}
