import { PasswordField } from '@backstage/ui';

/**
 * A field for a secret, as `FaultyTextField` is one for text: hidden while it is typed, and nothing that a browser fills in or
 * remembers.
 */
export function FaultySecretField(props: {
  label: string;
  help?: string;
  isRequired?: boolean;
  className?: string;
  value: string;
  onChange: (secret: string) => void;
  onLeave?: () => void;
  fault?: string;
}) {
  const { help, fault, onLeave, ...field } = props;
  return (
    <PasswordField
      {...field}
      description={help}
      onBlur={onLeave}
      autoComplete="off"
      spellCheck="false"
      validationBehavior="aria"
      validate={() => fault ?? true}
    />
  );
}
