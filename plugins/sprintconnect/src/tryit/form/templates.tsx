import type { ReactNode } from 'react';
import { Button, ButtonIcon, Text, TextField } from '@backstage/ui';
import {
  RiAddLine,
  RiArrowDownLine,
  RiArrowUpLine,
  RiDeleteBinLine,
} from '@remixicon/react';
import {
  ADDITIONAL_PROPERTY_FLAG,
  type ArrayFieldTemplateItemType,
  type ArrayFieldTemplateProps,
  type FieldTemplateProps,
  type ObjectFieldTemplateProps,
  type TemplatesType,
  type WrapIfAdditionalTemplateProps,
} from '@rjsf/utils';
import { useMessages } from '../../translation';
import { defaultsOf, isOptIn } from '../arguments/defaultsOf';
import { OPTION } from '../arguments/FormSchema';
import styles from './SchemaForm.module.css';

const ROOT = 'root';

/** Around every field. What is optional and has fields of its own is asked for by a button. */
function FieldTemplate(props: FieldTemplateProps) {
  const { id, schema, label, required, formData, onChange, children } = props;
  const { t } = useMessages();
  // There is no choice about it.
  if ('const' in schema && required) return <div hidden>{children}</div>;
  const isWhole = id === ROOT || schema.$comment === OPTION;
  const isListItem = ADDITIONAL_PROPERTY_FLAG in schema || /_\d+$/.test(id);
  if (isWhole || isListItem || required || !isOptIn(schema)) {
    return <Wrap {...props}>{children}</Wrap>;
  }
  if (formData === undefined) {
    return (
      <div>
        <Button
          variant="secondary"
          size="small"
          iconStart={<RiAddLine aria-hidden="true" />}
          onPress={() => onChange(defaultsOf(schema) ?? {})}
        >
          {t('tryit.field.add', { name: label })}
        </Button>
      </div>
    );
  }
  return (
    <div className={styles.optional}>
      {children}
      <ButtonIcon
        variant="tertiary"
        size="small"
        className={styles.remove}
        aria-label={t('tryit.field.remove', { name: label })}
        icon={<RiDeleteBinLine aria-hidden="true" />}
        onPress={() => onChange(undefined)}
      />
    </div>
  );
}

function Group(props: {
  id: string;
  title?: string;
  required?: boolean;
  description?: string;
  errors?: readonly string[];
  children: ReactNode;
}) {
  const { id, title, required, description, errors = [], children } = props;
  return (
    <fieldset
      className={styles.group}
      aria-describedby={errors.length > 0 ? `${id}-errors` : undefined}
    >
      {title && (
        <legend className={styles.legend}>
          {title}
          {required && <RequiredMark />}
        </legend>
      )}
      {description && (
        <Text as="p" variant="body-small" color="secondary">
          {description}
        </Text>
      )}
      {children}
      {errors.length > 0 && (
        <p id={`${id}-errors`} className={styles.errors}>
          {errors.join('; ')}
        </p>
      )}
    </fieldset>
  );
}

function RequiredMark() {
  const { t } = useMessages();
  return (
    <span className={styles.required}>{` (${t('tryit.field.required')})`}</span>
  );
}

function ObjectFieldTemplate(props: ObjectFieldTemplateProps) {
  const { schema, title, description, properties, idSchema } = props;
  const { required, onAddClick, errorSchema } = props;
  const { t } = useMessages();
  const fields = properties.map(each => each.content);
  const errors = errorSchema?.__errors;
  if (idSchema.$id === ROOT) {
    return (
      <Group id={ROOT} errors={errors}>
        {fields}
      </Group>
    );
  }
  const isOption = schema.$comment === OPTION;
  return (
    <Group
      id={idSchema.$id}
      title={isOption ? undefined : title}
      required={required}
      description={description}
      errors={errors}
    >
      {fields}
      {schema.additionalProperties && (
        <AddButton
          label={t('tryit.field.addItem')}
          onPress={onAddClick(schema)}
        />
      )}
    </Group>
  );
}

function AddButton(props: { label: string; onPress: () => void }) {
  const { label, onPress } = props;
  return (
    <div>
      <Button
        variant="secondary"
        size="small"
        iconStart={<RiAddLine aria-hidden="true" />}
        onPress={() => onPress()}
      >
        {label}
      </Button>
    </div>
  );
}

function ArrayFieldTemplate(props: ArrayFieldTemplateProps) {
  const { idSchema, title, required, schema, items, canAdd, onAddClick } =
    props;
  const { t } = useMessages();
  return (
    <Group
      id={idSchema.$id}
      title={title}
      required={required}
      description={schema.description}
      errors={props.rawErrors}
    >
      {items.map(({ key, ...item }) => (
        <ListItem key={key} {...item} />
      ))}
      {canAdd && (
        <AddButton label={t('tryit.field.addItem')} onPress={onAddClick} />
      )}
    </Group>
  );
}

function ListItem(props: Omit<ArrayFieldTemplateItemType, 'key'>) {
  const { children, index, hasMoveUp, hasMoveDown, hasRemove } = props;
  const { onReorderClick, onDropIndexClick } = props;
  const { t } = useMessages();
  const number = index + 1;
  return (
    <div
      className={styles.item}
      role="group"
      aria-label={t('tryit.field.item', { number })}
    >
      <div className={styles.itemField}>{children}</div>
      <div className={styles.itemButtons}>
        {hasMoveUp && (
          <ButtonIcon
            variant="tertiary"
            size="small"
            aria-label={t('tryit.field.up', { number })}
            icon={<RiArrowUpLine aria-hidden="true" />}
            onPress={() => onReorderClick(index, index - 1)()}
          />
        )}
        {hasMoveDown && (
          <ButtonIcon
            variant="tertiary"
            size="small"
            aria-label={t('tryit.field.down', { number })}
            icon={<RiArrowDownLine aria-hidden="true" />}
            onPress={() => onReorderClick(index, index + 1)()}
          />
        )}
        {hasRemove && (
          <ButtonIcon
            variant="tertiary"
            size="small"
            aria-label={t('tryit.field.remove', {
              name: t('tryit.field.item', { number }),
            })}
            icon={<RiDeleteBinLine aria-hidden="true" />}
            onPress={() => onDropIndexClick(index)()}
          />
        )}
      </div>
    </div>
  );
}

/** An entry of a map has a name that is typed, too. */
function Wrap(
  props: Pick<
    WrapIfAdditionalTemplateProps,
    'schema' | 'label' | 'onKeyChange' | 'onDropPropertyClick' | 'children'
  >,
) {
  const { schema, label, onKeyChange, onDropPropertyClick, children } = props;
  const { t } = useMessages();
  if (!(ADDITIONAL_PROPERTY_FLAG in schema)) return <>{children}</>;
  return (
    <div className={styles.item} role="group" aria-label={label}>
      <div className={styles.entry}>
        <TextField
          label={t('tryit.field.key')}
          defaultValue={label}
          autoComplete="off"
          onBlur={event =>
            onKeyChange((event.target as HTMLInputElement).value)
          }
        />
        <div className={styles.itemField}>{children}</div>
      </div>
      <div className={styles.itemButtons}>
        <ButtonIcon
          variant="tertiary"
          size="small"
          aria-label={t('tryit.field.remove', { name: label })}
          icon={<RiDeleteBinLine aria-hidden="true" />}
          onPress={() => onDropPropertyClick(label)()}
        />
      </div>
    </div>
  );
}

export const templates: Partial<Omit<TemplatesType, 'ButtonTemplates'>> = {
  FieldTemplate,
  ObjectFieldTemplate,
  ArrayFieldTemplate,
};
