import { Combobox } from '@backstage/ui';
import { useMessages } from '../../translation';
import { useEntityChoices } from './useEntityChoices';

/** A user or group: found in the catalog, or typed. */
export function EntityField(props: {
  value: string;
  onChange: (entityRef: string) => void;
  fault?: string;
}) {
  const { value, onChange, fault } = props;
  const { t } = useMessages();
  const { choices } = useEntityChoices(value);
  return (
    <Combobox
      label={t('roles.form.entity')}
      description={t('roles.form.entityHelp')}
      placeholder={t('roles.form.entityPlaceholder')}
      allowsCustomValue
      allowsEmptyCollection
      menuTrigger="input"
      options={choices}
      search={{ mode: 'server', inputValue: value, onInputChange: onChange }}
      validationBehavior="aria"
      validate={() => fault ?? true}
    />
  );
}
