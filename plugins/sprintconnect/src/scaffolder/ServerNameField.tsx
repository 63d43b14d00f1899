import { useId } from 'react';
import type { FieldExtensionComponentProps } from '@backstage/plugin-scaffolder-react';
import { Box, TextField } from '@backstage/ui';
import { useMessages } from '../translation';
import { Surface } from '../ui';
import { NameVerdict } from './NameVerdict';
import type { ServerNameOptions } from './serverName';
import styles from './ServerNameField.module.css';
import { useNameVerdict } from './useNameVerdict';

export type ServerNameFieldProps = FieldExtensionComponentProps<
  string,
  ServerNameOptions
>;

/** The name of a server to be made, with whether it is free as one types. */
export function ServerNameField(props: ServerNameFieldProps) {
  const { formData: name = '', onChange, uiSchema, schema, rawErrors } = props;
  const { t } = useMessages();
  const verdictId = useId();
  const verdict = useNameVerdict({
    name,
    formData: props.formContext?.formData ?? {},
    options: uiSchema['ui:options'],
  });
  const isWrong = ['invalid', 'taken', 'entity-taken'].includes(verdict.state);
  // What the form said of a name before it was changed is no fault of this one.
  const isMissing = !name && (rawErrors ?? []).length > 0;
  return (
    <Surface>
      {/* Says what the field lies on: it is drawn so that it stands out from that. */}
      <Box bg="neutral" className={styles.paper}>
        <TextField
          id={props.idSchema?.$id}
          name={props.name}
          label={
            uiSchema['ui:title'] ?? schema.title ?? t('scaffolder.name.label')
          }
          description={
            uiSchema['ui:description'] ??
            schema.description ??
            t('scaffolder.name.help')
          }
          placeholder={uiSchema['ui:placeholder']}
          autoComplete="off"
          spellCheck="false"
          isRequired={props.required}
          isDisabled={props.disabled}
          isReadOnly={props.readonly}
          isInvalid={isWrong || isMissing}
          validationBehavior="aria"
          aria-describedby={verdictId}
          value={name}
          onChange={text => onChange(text || undefined)}
        />
      </Box>
      <NameVerdict id={verdictId} verdict={verdict} said={rawErrors ?? []} />
    </Surface>
  );
}
