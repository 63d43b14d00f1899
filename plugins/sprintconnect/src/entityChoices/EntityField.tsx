import { Combobox } from '@backstage/ui';
import { type EntityKind, useEntityChoices } from './useEntityChoices';

/** An entity of the catalog: found there, or typed. */
export function EntityField(props: {
  kinds: readonly EntityKind[];
  label: string;
  help: string;
  placeholder: string;
  value: string;
  onChange: (entityRef: string) => void;
  onLeave?: () => void;
  fault?: string;
}) {
  const { kinds, label, help, placeholder, value, onChange } = props;
  const { choices } = useEntityChoices(kinds, value);
  return (
    <Combobox
      label={label}
      description={help}
      placeholder={placeholder}
      allowsCustomValue
      allowsEmptyCollection
      menuTrigger="input"
      options={choices}
      search={{ mode: 'server', inputValue: value, onInputChange: onChange }}
      onBlur={props.onLeave}
      validationBehavior="aria"
      validate={() => props.fault ?? true}
    />
  );
}
