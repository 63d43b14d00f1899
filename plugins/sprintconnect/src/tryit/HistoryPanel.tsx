import { Button, Text } from '@backstage/ui';
import { useFormats } from '../format';
import { useMessages } from '../translation';
import { Panel, Pill, RelativeTime, type Tone } from '../ui';
import type { EndedRun, Outcome } from './Run';
import styles from './Trial.module.css';

const TONES = {
  succeeded: 'success',
  'tool-error': 'danger',
  cancelled: 'warning',
  failed: 'danger',
} as const satisfies Record<string, Tone>;

function wordOf(outcome: Outcome): keyof typeof TONES {
  return outcome.kind === 'answered' ? outcome.answer.outcome : outcome.kind;
}

/** What was run in this tab; each can be looked at again, with its input. */
export function HistoryPanel(props: {
  runs: readonly EndedRun[];
  onShow: (run: EndedRun) => void;
}) {
  const { runs, onShow } = props;
  const { t } = useMessages();
  const { duration } = useFormats();
  if (runs.length < 2) return null;
  return (
    <Panel
      title={t('tryit.history.title')}
      description={t('tryit.history.description')}
    >
      <ol className={styles.history}>
        {runs.map(each => {
          const word = wordOf(each.outcome);
          const given = JSON.stringify(each.run.given);
          return (
            <li key={each.id} className={styles.former}>
              <Pill tone={TONES[word]}>
                {t(`tryit.history.outcome.${word}`)}
              </Pill>
              <code className={styles.given}>{given.slice(0, 300)}</code>
              <Text variant="body-small" color="secondary">
                <RelativeTime at={each.at} /> · {duration(each.outcome.ms)}
              </Text>
              <Button
                variant="tertiary"
                size="small"
                onPress={() => onShow(each)}
              >
                {t('tryit.run.again')}
              </Button>
            </li>
          );
        })}
      </ol>
    </Panel>
  );
}
