import { useFormats } from '../format';
import { useMessages } from '../translation';
import { Moment, Pill } from '../ui';
import { expiryState } from './expiryState';

/** When a credential expires: a plain day, or a pill once that is near or past. */
export function ExpiryNote(props: { expiresAt: string }) {
  const { expiresAt } = props;
  const { t } = useMessages();
  const { date, relative } = useFormats();
  const state = expiryState(expiresAt, new Date());
  if (state === 'good') return <Moment at={expiresAt} form="day" />;
  const expired = state === 'expired';
  return (
    <Pill tone={expired ? 'danger' : 'warning'} tip={date(expiresAt, 'exact')}>
      {expired
        ? t('credentials.expired', { when: relative(expiresAt) })
        : t('credentials.expires', { when: relative(expiresAt) })}
    </Pill>
  );
}

/** When a credential is to be rotated; a pill once that is past. */
export function DueNote(props: { dueAt: string }) {
  const { dueAt } = props;
  const { t } = useMessages();
  const { relative } = useFormats();
  if (expiryState(dueAt, new Date()) !== 'expired') {
    return <Moment at={dueAt} form="day" />;
  }
  return (
    <Pill tone="warning">
      {t('credentials.due', { when: relative(dueAt) })}
    </Pill>
  );
}
