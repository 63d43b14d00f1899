import { TextField } from '@backstage/ui';

/**
 * A text field that shows the fault it is told of. Faults are found elsewhere, for the whole form at once;
 * react-aria ties the message to the input for screen readers when it comes through `validate`.
 */
export function FaultyTextField(props: {
  label: string;
  help?: string;
  placeholder?: string;
  type?: 'text' | 'url';
  isRequired?: boolean;
  className?: string;
  value: string;
  onChange: (text: string) => void;
  /** The reader goes on to the next field. */
  onLeave?: () => void;
  fault?: string;
}) {
  const { help, fault, onLeave, ...field } = props;
  return (
    <TextField
      {...field}
      description={help}
      onBlur={onLeave}
      autoComplete="off"
      validationBehavior="aria"
      validate={() => fault ?? true}
    />
  );
}
