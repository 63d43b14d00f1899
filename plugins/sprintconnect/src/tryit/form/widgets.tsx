import { Checkbox, CheckboxGroup, Select } from '@backstage/ui';
import type { RegistryWidgetsType, WidgetProps } from '@rjsf/utils';
import { useMessages } from '../../translation';
import { TextWidget } from './TextWidget';
import { useField } from './useField';

const SEARCHABLE_FROM = 9;
const UNSET = 'unset';

function SelectWidget(props: WidgetProps) {
  const { options, value, onChange, multiple, required } = props;
  const { enumOptions = [] } = options;
  const field = useField(props);
  const { t } = useMessages();
  const keyOf = (each: unknown) =>
    enumOptions.findIndex(
      option => JSON.stringify(option.value) === JSON.stringify(each),
    );
  if (multiple) {
    const chosen = Array.isArray(value) ? value : [];
    return (
      <CheckboxGroup
        {...field}
        value={chosen.map(each => String(keyOf(each)))}
        onChange={keys =>
          onChange(keys.map(key => enumOptions[Number(key)].value))
        }
      >
        {enumOptions.map((each, at) => (
          <Checkbox key={each.label} value={String(at)}>
            {each.label}
          </Checkbox>
        ))}
      </CheckboxGroup>
    );
  }
  const at = keyOf(value);
  return (
    <Select
      {...field}
      searchable={enumOptions.length >= SEARCHABLE_FROM}
      placeholder={t('tryit.field.notSet')}
      value={at < 0 ? null : String(at)}
      options={[
        ...(required || props.id.endsWith('_select')
          ? []
          : [{ value: UNSET, label: t('tryit.field.notSet') }]),
        ...enumOptions.map((each, index) => ({
          value: String(index),
          label: each.label,
        })),
      ]}
      onChange={key => onChange(enumOptions[Number(key)]?.value)}
    />
  );
}

/** What may also be left open is a choice of three. */
function CheckboxWidget(props: WidgetProps) {
  const { value, onChange, required, schema, label } = props;
  const { t } = useMessages();
  const { description } = useField(props);
  const isTwofold = required || typeof schema.default === 'boolean';
  if (!isTwofold) {
    const enumOptions = [
      { value: true, label: t('tryit.field.yes') },
      { value: false, label: t('tryit.field.no') },
    ];
    return <SelectWidget {...props} options={{ enumOptions }} />;
  }
  return (
    <Checkbox isSelected={value === true} onChange={onChange}>
      {description ? `${label}: ${description}` : label}
    </Checkbox>
  );
}

/** The same field whatever the format: what fits it is said by whoever judges. */
export const widgets: RegistryWidgetsType = {
  ...Object.fromEntries(
    [
      'AltDateWidget',
      'AltDateTimeWidget',
      'ColorWidget',
      'DateWidget',
      'DateTimeWidget',
      'EmailWidget',
      'FileWidget',
      'PasswordWidget',
      'TextWidget',
      'TimeWidget',
      'UpDownWidget',
      'URLWidget',
    ].map(name => [name, TextWidget]),
  ),
  CheckboxWidget,
  SelectWidget,
  CheckboxesWidget: SelectWidget,
};
