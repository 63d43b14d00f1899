import type { WidgetProps } from '@rjsf/utils';
import { useFieldHelp } from './useFieldHelp';

/** What every field shows of its place. */
export type FieldWords = Pick<WidgetProps, 'label' | 'schema'> &
  Partial<Pick<WidgetProps, 'hideLabel' | 'required' | 'rawErrors'>>;

export function useField(props: FieldWords) {
  const { label, hideLabel, required, rawErrors = [], schema } = props;
  const help = useFieldHelp(schema);
  return {
    label: hideLabel ? undefined : label,
    'aria-label': hideLabel ? label : undefined,
    description: help,
    isRequired: required,
    validationBehavior: 'aria' as const,
    validate: () => (rawErrors.length > 0 ? rawErrors.join('; ') : true),
  };
}
