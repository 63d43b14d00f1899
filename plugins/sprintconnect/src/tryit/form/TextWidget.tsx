import type { ClipboardEvent } from 'react';
import { TextAreaField, TextField } from '@backstage/ui';
import type { WidgetProps } from '@rjsf/utils';
import { type FieldWords, useField } from './useField';

const LONG_FROM = 200;

/** How values are typed that have a form of their own (JSON Schema Validation 2020-12, section 7.3). */
const SHAPES: Record<string, string> = {
  date: 'YYYY-MM-DD',
  'date-time': 'YYYY-MM-DDThh:mm:ssZ',
  time: 'hh:mm:ssZ',
};

/** A text, or a number as it is typed. */
export function TextWidget(
  props: FieldWords & Pick<WidgetProps, 'value' | 'onChange'>,
) {
  const { value, onChange, schema } = props;
  const field = useField(props);
  const text = value === undefined || value === null ? '' : String(value);
  const change = (next: string) => onChange(next === '' ? undefined : next);
  const isLong =
    schema.type === 'string' &&
    ((schema.maxLength ?? 0) > LONG_FROM || text.includes('\n'));
  if (isLong) {
    return <TextAreaField {...field} rows={4} value={text} onChange={change} />;
  }
  const isNumber = schema.type === 'number' || schema.type === 'integer';
  // A field of one line would drop what makes lines.
  const onPaste = (event: ClipboardEvent<HTMLElement>) => {
    const pasted = event.clipboardData.getData('text');
    if (isNumber || !/\n./.test(pasted)) return;
    event.preventDefault();
    change(text + pasted);
  };
  return (
    <div onPaste={onPaste}>
      <TextField
        {...field}
        autoComplete="off"
        inputMode={isNumber ? 'decimal' : undefined}
        placeholder={SHAPES[schema.format ?? '']}
        value={text}
        onChange={change}
      />
    </div>
  );
}
