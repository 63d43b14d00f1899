import { useApi } from '@backstage/frontend-plugin-api';
import { Combobox } from '@backstage/ui';
import { sprintConnectApiRef } from '../../client';
import { useMessages } from '../../translation';
import { useLoad } from '../../ui';
import type { ServerFormState } from './useServerForm';

/** Those that Backstage names (Descriptor Format, `spec.lifecycle`). */
const USUAL = ['experimental', 'production', 'deprecated'];

/** How far the server has come: as Backstage names it, as other servers do, or typed. */
export function LifecycleField(props: { form: ServerFormState }) {
  const { draft, change, leave, faultOf } = props.form;
  const { t } = useMessages();
  const client = useApi(sprintConnectApiRef);
  const inUse = useLoad('lifecycles', signal => client.facets({}, { signal }));
  const known = inUse.value?.lifecycle.map(({ value }) => value) ?? [];
  const typed = draft.lifecycle.trim().toLowerCase();
  const choices = [...new Set([...USUAL, ...known])].filter(each =>
    each.toLowerCase().includes(typed),
  );
  return (
    <Combobox
      label={t('register.fields.lifecycle')}
      description={t('register.fields.lifecycleHelp')}
      allowsCustomValue
      allowsEmptyCollection
      menuTrigger="input"
      options={choices.map(value => ({ value, label: value }))}
      search={{
        mode: 'server',
        inputValue: draft.lifecycle,
        onInputChange: lifecycle => change({ lifecycle }),
      }}
      onBlur={() => leave('lifecycle')}
      validationBehavior="aria"
      validate={() => faultOf('lifecycle') ?? true}
    />
  );
}
