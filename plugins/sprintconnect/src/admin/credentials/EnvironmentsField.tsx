import { Checkbox, CheckboxGroup } from '@backstage/ui';
import { useMe } from '../../permission';
import { useMessages } from '../../translation';

/** Where servers may use a credential; none of them is all. */
export function EnvironmentsField(props: {
  value: string[];
  onChange: (environments: string[]) => void;
}) {
  const { value, onChange } = props;
  const { t } = useMessages();
  const { value: me } = useMe();
  // Also those that it names and that are configured no longer.
  const all = [...new Set([...(me?.environments ?? []), ...value])];
  return (
    <CheckboxGroup
      label={t('credentials.fields.environments')}
      description={t('credentials.fields.environmentsHelp')}
      orientation="horizontal"
      value={value}
      onChange={onChange}
    >
      {all.map(environment => (
        <Checkbox key={environment} value={environment}>
          {environment}
        </Checkbox>
      ))}
    </CheckboxGroup>
  );
}
