import { DatePicker } from '@backstage/ui';
import { useMessages } from '../translation';
import type { Day } from './credentialDraft';

/** The last day that the server accepts a credential; none by default. */
export function ExpiresField(props: {
  help: string;
  day: Day | undefined;
  onChange: (day: Day | undefined) => void;
  fault?: string;
}) {
  const { help, day, onChange, fault } = props;
  const { t } = useMessages();
  return (
    <DatePicker
      label={t('credentials.fields.expires')}
      description={help}
      granularity="day"
      value={day ?? null}
      onChange={chosen => onChange(chosen ?? undefined)}
      validationBehavior="aria"
      validate={() => fault ?? true}
    />
  );
}
