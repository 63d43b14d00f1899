import { Alert, DatePicker, Radio, RadioGroup, Text } from '@backstage/ui';
import { readersTimeZone, useFormats } from '../format';
import { useMessages } from '../translation';
import { type Expiry, type ExpiryChoice, expiryMoment } from './expiry';
import styles from './ExpiryField.module.css';

const choices = ['30', '90', '365', 'date', 'never'] as const;

/** How long a key is good for. Never is possible, and warned of. */
export function ExpiryField(props: {
  expiry: Expiry;
  onChange: (expiry: Expiry) => void;
  /** Offers to leave the expiry as it is, in these words. */
  keep?: string;
  faulty: boolean;
}) {
  const { expiry, onChange, keep, faulty } = props;
  const { t } = useMessages();
  const { date } = useFormats();
  const moment = expiryMoment(expiry, new Date());
  const labels: Record<(typeof choices)[number], string> = {
    '30': t('keys.form.days', { count: 30 }),
    '90': t('keys.form.days', { count: 90 }),
    '365': t('keys.form.year'),
    date: t('keys.form.custom'),
    never: t('keys.form.never'),
  };
  return (
    <div className={styles.expiry}>
      <RadioGroup
        label={t('keys.form.expiry')}
        orientation="horizontal"
        className={styles.choices}
        value={expiry.choice}
        onChange={choice =>
          onChange({ ...expiry, choice: choice as ExpiryChoice })
        }
      >
        {keep && <Radio value="keep">{keep}</Radio>}
        {choices.map(choice => (
          <Radio key={choice} value={choice}>
            {labels[choice]}
          </Radio>
        ))}
      </RadioGroup>
      {expiry.choice === 'date' && (
        <DatePicker
          label={t('keys.form.date')}
          granularity="day"
          className={styles.date}
          onChange={chosen =>
            onChange({
              choice: 'date',
              lastDay: chosen?.toDate(readersTimeZone()),
            })
          }
        />
      )}
      {faulty && (
        <Text as="p" role="alert" color="danger" variant="body-small">
          {t('keys.form.faults.date')}
        </Text>
      )}
      {expiry.choice === 'never' && (
        <Alert icon status="warning" title={t('keys.form.neverWarning')} />
      )}
      {moment && !faulty && (
        <Text as="p" color="secondary" variant="body-small">
          {t('keys.form.expiresOn', { date: date(moment, 'day') })}
        </Text>
      )}
    </div>
  );
}
