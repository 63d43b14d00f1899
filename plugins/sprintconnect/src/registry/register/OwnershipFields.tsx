import { useMessages } from '../../translation';
import { DraftField } from './DraftField';
import type { Registration } from './useRegistration';
import styles from './FieldGrid.module.css';

/** Who answers for the server and how it is sorted. */
export function OwnershipFields(props: { registration: Registration }) {
  const { registration } = props;
  const { t } = useMessages();
  return (
    <div className={styles.fields}>
      <DraftField
        registration={registration}
        field="owner"
        help={t('register.fields.ownerHelp')}
      />
      <DraftField
        registration={registration}
        field="system"
        help={t('register.fields.systemHelp')}
      />
      <DraftField
        registration={registration}
        field="lifecycle"
        help={t('register.fields.lifecycleHelp')}
      />
      <DraftField
        registration={registration}
        field="tags"
        help={t('register.fields.tagsHelp')}
      />
    </div>
  );
}
