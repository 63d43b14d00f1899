import { EntityField } from '../../entityChoices';
import { useMessages } from '../../translation';
import { DraftField } from './DraftField';
import { LifecycleField } from './LifecycleField';
import type { ServerFormState } from './useServerForm';
import styles from './FieldGrid.module.css';

const OWNERS = ['group', 'user'] as const;
const SYSTEMS = ['system'] as const;

/** Who answers for the server and how it is sorted. */
export function OwnershipFields(props: { form: ServerFormState }) {
  const { form } = props;
  const { draft, change, leave, faultOf } = form;
  const { t } = useMessages();
  return (
    <div className={styles.fields}>
      <EntityField
        kinds={OWNERS}
        label={t('register.fields.owner')}
        help={t('register.fields.ownerHelp')}
        placeholder={t('register.fields.ownerPlaceholder')}
        value={draft.owner}
        onChange={owner => change({ owner })}
        onLeave={() => leave('owner')}
        fault={faultOf('owner')}
      />
      <EntityField
        kinds={SYSTEMS}
        label={t('register.fields.system')}
        help={t('register.fields.systemHelp')}
        placeholder={t('register.fields.systemPlaceholder')}
        value={draft.system}
        onChange={system => change({ system })}
        onLeave={() => leave('system')}
        fault={faultOf('system')}
      />
      <LifecycleField form={form} />
      <DraftField
        form={form}
        field="tags"
        help={t('register.fields.tagsHelp')}
      />
    </div>
  );
}
