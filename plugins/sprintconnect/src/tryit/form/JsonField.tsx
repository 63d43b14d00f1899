import { useState } from 'react';
import { TextAreaField } from '@backstage/ui';
import type { FieldProps } from '@rjsf/utils';
import { useMessages } from '../../translation';
import type { FormContext } from './FormContext';
import { useFieldHelp } from './useFieldHelp';
import styles from './SchemaForm.module.css';

const textOf = (value: unknown) =>
  value === undefined ? '' : JSON.stringify(value, null, 2);

/** A place of which no field says what may stand there. */
export function JsonField(props: FieldProps) {
  const { schema, formData, onChange, idSchema, name, required } = props;
  const { rawErrors = [], formContext } = props;
  const { onFault } = formContext as FormContext;
  const { t } = useMessages();
  const help = useFieldHelp(schema);
  const [typed, setTyped] = useState({
    text: textOf(formData),
    value: formData,
    isFaulty: false,
  });
  // It was changed elsewhere, such as in the other view.
  const isOutdated = textOf(typed.value) !== textOf(formData);
  const text = isOutdated ? textOf(formData) : typed.text;
  const change = (next: string) => {
    const read = readJson(next);
    const isFaulty = read === undefined;
    const value = isFaulty ? formData : read.value;
    setTyped({ text: next, value, isFaulty });
    onFault(idSchema.$id, isFaulty ? t('tryit.field.notJson') : undefined);
    if (!isFaulty) onChange(value);
  };
  const fault = typed.isFaulty
    ? t('tryit.field.notJson')
    : rawErrors.join('; ');
  return (
    <TextAreaField
      className={styles.json}
      label={schema.title ?? name}
      secondaryLabel={required ? undefined : t('tryit.field.json')}
      description={help}
      isRequired={required}
      rows={3}
      value={text}
      onChange={change}
      validationBehavior="aria"
      validate={() => fault || true}
    />
  );
}

function readJson(text: string): { value: unknown } | undefined {
  if (text.trim() === '') return { value: undefined };
  try {
    return { value: JSON.parse(text) };
  } catch {
    return undefined;
  }
}
