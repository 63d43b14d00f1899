import type { FormSchema } from '../arguments/FormSchema';
import { useMessages } from '../../translation';

/** What is said below a field: its description, and the bounds of a number. */
export function useFieldHelp(schema: FormSchema): string | undefined {
  const { t } = useMessages();
  const { description, minimum: from, maximum: to } = schema;
  let range: string | undefined;
  if (from !== undefined && to !== undefined) {
    range = t('tryit.field.range', { from, to });
  } else if (from !== undefined) range = t('tryit.field.from', { from });
  else if (to !== undefined) range = t('tryit.field.to', { to });
  const said = [description, range].filter(Boolean);
  return said.length > 0 ? said.join(' · ') : undefined;
}
