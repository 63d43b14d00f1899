import { Text } from '@backstage/ui';
import type { Change } from '@sprintconnect/plugin-sprintconnect-common';
import { useMessages } from '../../translation';
import { ScrollRegion } from '../../ui';
import { SeverityPill } from './SeverityPill';
import styles from './ChangeItem.module.css';

/** One change: where, what kind, how grave, and how it read before and after. */
export function ChangeItem(props: { change: Change }) {
  const { kind, name, grade, severity, path, before, after } = props.change;
  const { t } = useMessages();
  const subject =
    kind === 'server'
      ? t('versions.diff.server')
      : t(`capabilities.one.${kind}`);
  return (
    <li className={styles.change} data-severity={severity}>
      <div className={styles.heading}>
        <SeverityPill severity={severity} />
        <Text weight="bold">{t(`versions.grade.${grade}`)}</Text>
        <Text color="secondary">{subject}</Text>
        {kind !== 'server' && <code className={styles.name}>{name}</code>}
        {path && (
          <Text color="secondary" variant="body-small">
            {t('versions.diff.at', { path })}
          </Text>
        )}
      </div>
      {(before !== undefined || after !== undefined) && (
        <div className={styles.sides}>
          {grade !== 'added' && (
            <Side
              side="before"
              label={t('versions.diff.before')}
              value={before}
            />
          )}
          {grade !== 'removed' && (
            <Side side="after" label={t('versions.diff.after')} value={after} />
          )}
        </div>
      )}
    </li>
  );
}

function Side(props: {
  side: 'before' | 'after';
  label: string;
  value: unknown;
}) {
  const { side, label, value } = props;
  const { t } = useMessages();
  const text =
    typeof value === 'string' ? value : JSON.stringify(value, null, 2);
  return (
    <div
      className={styles.side}
      data-tone={side === 'before' ? 'danger' : 'success'}
    >
      <span className={styles.label}>{label}</span>
      {value === undefined ? (
        <Text color="secondary">{t('versions.diff.nothing')}</Text>
      ) : (
        <ScrollRegion label={label} className={styles.scroll}>
          <pre
            className={styles.value}
            data-prose={typeof value === 'string' || undefined}
          >
            {text}
          </pre>
        </ScrollRegion>
      )}
    </div>
  );
}
