import { Alert, Text } from '@backstage/ui';
import { RiCheckLine, RiCloseLine } from '@remixicon/react';
import type { CallRehearsal } from '@sprintconnect/plugin-sprintconnect-common';
import { useMessages } from '../translation';
import { toneClasses } from '../ui';
import styles from './Trial.module.css';

const KNOWN = ['capability', 'permission', 'status', 'arguments'] as const;
type KnownStep = (typeof KNOWN)[number];

/** What would be decided, step by step. */
export function Rehearsal(props: { rehearsal: CallRehearsal }) {
  const { wouldCall, steps } = props.rehearsal;
  const { t } = useMessages();
  const labelOf = (step: string) =>
    KNOWN.includes(step as KnownStep)
      ? t(`tryit.check.step.${step as KnownStep}`)
      : step;
  const stop = steps.find(each => !each.passes);
  const title =
    stop?.step === 'arguments' ? 'tryit.answer.invalid' : 'tryit.check.stops';
  return (
    <>
      <Alert
        icon
        status={wouldCall ? 'success' : 'warning'}
        title={t(wouldCall ? 'tryit.check.passes' : title)}
        description={stop?.message}
      />
      <ol className={styles.steps}>
        {steps.map(({ step, passes }) => (
          <li key={step} className={styles.step}>
            {passes ? (
              <RiCheckLine
                className={`${toneClasses.success} ${styles.mark}`}
                role="img"
                aria-label={t('tryit.check.pass')}
              />
            ) : (
              <RiCloseLine
                className={`${toneClasses.danger} ${styles.mark}`}
                role="img"
                aria-label={t('tryit.check.stop')}
              />
            )}
            <Text>{labelOf(step)}</Text>
          </li>
        ))}
      </ol>
    </>
  );
}
