import type { RJSFSchema } from '@rjsf/utils';

/** A schema that the form can show: bounded, without references, and each place of it a field. */
export type FormSchema = RJSFSchema;

/** `$id` of a place that is typed as JSON, because no field says what may stand there. */
export const JSON_PLACE = 'json-place';
/** `$comment` of one of several options. */
export const OPTION = 'option';

/** How the arguments of a capability are asked for. */
export type FormPlan =
  | {
      schema: FormSchema;
      /** The schema says more than a form can: whoever fills it in is told so. */
      isPartial: boolean;
    }
  /** Only as JSON: because there are too many fields, or because it is not known what the arguments are. */
  | { reason: 'too-large' | 'unknown' };
