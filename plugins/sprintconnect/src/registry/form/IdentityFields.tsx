import { Select, TextAreaField } from '@backstage/ui';
import { useMessages } from '../../translation';
import { DraftField } from './DraftField';
import type { ServerFormState } from './useServerForm';
import styles from './FieldGrid.module.css';

/** What the server is called, where it belongs, and what it is for. */
export function IdentityFields(props: {
  form: ServerFormState;
  /** Absent where name and environment cannot be changed. */
  environments?: string[];
}) {
  const { form, environments } = props;
  const { draft, change, leave, faultOf } = form;
  const { t } = useMessages();
  return (
    <div className={styles.fields}>
      {environments && (
        <>
          <DraftField
            form={form}
            field="name"
            help={t('register.fields.nameHelp')}
            isRequired
          />
          <Select
            label={t('register.fields.environment')}
            description={t('register.fields.environmentHelp')}
            isRequired
            options={environments.map(value => ({ value, label: value }))}
            value={draft.environment}
            onChange={key => change({ environment: String(key) })}
            validationBehavior="aria"
            validate={() => faultOf('environment') ?? true}
          />
        </>
      )}
      <DraftField
        form={form}
        field="title"
        help={t('register.fields.titleHelp')}
        wide
      />
      <TextAreaField
        className={styles.wide}
        label={t('register.fields.description')}
        value={draft.description}
        onChange={description => change({ description })}
        onBlur={() => leave('description')}
        validationBehavior="aria"
        validate={() => faultOf('description') ?? true}
      />
    </div>
  );
}
