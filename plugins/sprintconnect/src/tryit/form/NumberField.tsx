import { useState } from 'react';
import type { FieldProps } from '@rjsf/utils';
import { useMessages } from '../../translation';
import type { FormContext } from './FormContext';
import { TextWidget } from './TextWidget';

const NUMBER = /^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/;

/** A number as it is typed; half a number is no value yet, and one that would be rounded never becomes one. */
export function NumberField(props: FieldProps) {
  const { formData, onChange, idSchema, formContext } = props;
  const { schema, name, required, rawErrors } = props;
  const { onFault } = formContext as FormContext;
  const { t } = useMessages();
  const [typed, setTyped] = useState<{ text: string; value?: number }>();
  const text =
    typed && Object.is(typed.value, formData)
      ? typed.text
      : String(formData ?? '');
  const faultOf = (given: string) => {
    if (!NUMBER.test(given)) return t('tryit.field.notNumber');
    const isRounded =
      /^-?\d+$/.test(given) && !Number.isSafeInteger(Number(given));
    return isRounded ? t('tryit.field.digits') : undefined;
  };
  const change = (next: string = '') => {
    const value = NUMBER.test(next) ? Number(next) : undefined;
    setTyped({ text: next, value });
    onFault(idSchema.$id, next === '' ? undefined : faultOf(next));
    if (value !== formData) onChange(value);
  };
  const own = text === '' ? undefined : faultOf(text);
  return (
    <TextWidget
      label={schema.title ?? name}
      required={required}
      schema={schema}
      value={text}
      onChange={change}
      rawErrors={own ? [own] : rawErrors}
    />
  );
}
