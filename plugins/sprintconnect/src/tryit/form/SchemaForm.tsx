import { useMemo } from 'react';
import Form from '@rjsf/core';
import {
  type Experimental_DefaultFormStateBehavior as DefaultsBehavior,
  type RegistryFieldsType,
  TranslatableString,
} from '@rjsf/utils';
import type {
  Fault,
  JsonObject,
} from '@sprintconnect/plugin-sprintconnect-common';
import { useMessages } from '../../translation';
import { faultErrors } from '../arguments/faultErrors';
import { type FormSchema, JSON_PLACE } from '../arguments/FormSchema';
import type { FormContext } from './FormContext';
import { formValidator } from './formValidator';
import { JsonField } from './JsonField';
import { NumberField } from './NumberField';
import { templates } from './templates';
import { widgets } from './widgets';

/** A form begins with `defaultsOf`; the library would fill in what nobody asked for. */
const DEFAULTS: DefaultsBehavior = {
  emptyObjectFields: 'skipDefaults',
  arrayMinItems: { populate: 'never' },
};
const NO_SUBMIT = { 'ui:submitButtonOptions': { norender: true } };
const fields: RegistryFieldsType = { [JSON_PLACE]: JsonField, NumberField };

/** The fields of a schema. Loaded when it is needed, so that other pages need not carry it. */
export default function SchemaForm(props: {
  schema: FormSchema;
  value: JsonObject;
  faults: readonly Fault[];
  onChange: (value: JsonObject) => void;
  onFault: FormContext['onFault'];
}) {
  const { schema, value, faults, onChange, onFault } = props;
  const { t } = useMessages();
  const extraErrors = useMemo(() => faultErrors(faults), [faults]);
  const formContext: FormContext = useMemo(() => ({ onFault }), [onFault]);
  const translateString = (text: TranslatableString, params?: string[]) => {
    switch (text) {
      case TranslatableString.NewStringDefault:
        return '';
      case TranslatableString.OptionPrefix:
      case TranslatableString.TitleOptionPrefix:
        return t('tryit.field.optionNumber', { number: params?.at(-1) ?? '' });
      default:
        return text;
    }
  };
  return (
    <Form
      tagName="div"
      schema={schema}
      uiSchema={NO_SUBMIT}
      formData={value}
      validator={formValidator}
      extraErrors={extraErrors}
      noValidate
      noHtml5Validate
      showErrorList={false}
      experimental_defaultFormStateBehavior={DEFAULTS}
      formContext={formContext}
      fields={fields}
      templates={templates}
      widgets={widgets}
      translateString={translateString}
      onChange={({ formData }) => onChange(formData ?? {})}
    />
  );
}
