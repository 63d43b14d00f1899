import { Button, Text } from '@backstage/ui';
import { RiPlayLine, RiShieldCheckLine, RiStopLine } from '@remixicon/react';
import type { CapabilityKind } from '@sprintconnect/plugin-sprintconnect-common';
import { useMessages } from '../translation';
import { Explained } from '../ui';
import type { RunState } from './useRun';
import styles from './Trial.module.css';

/** Runs it, says what would be decided, and breaks off what is under way. */
export function RunButtons(props: {
  kind: CapabilityKind;
  state: RunState;
  isReady: boolean;
  onRun: () => void;
  onCheck: () => void;
  onCancel: () => void;
}) {
  const { kind, state, isReady, onRun, onCheck, onCancel } = props;
  const { t } = useMessages();
  const { phase } = state;
  const isBusy = phase === 'running' || phase === 'checking';
  return (
    <div className={styles.buttons}>
      {isBusy ? (
        <Button
          variant="secondary"
          iconStart={<RiStopLine aria-hidden="true" />}
          onPress={onCancel}
        >
          {t('tryit.run.cancel')}
        </Button>
      ) : (
        <>
          <Button
            variant="primary"
            isDisabled={!isReady}
            iconStart={<RiPlayLine aria-hidden="true" />}
            onPress={onRun}
          >
            {t(`tryit.run.${kind}`)}
          </Button>
          <Button
            variant="secondary"
            isDisabled={!isReady}
            iconStart={<RiShieldCheckLine aria-hidden="true" />}
            onPress={onCheck}
          >
            {t('tryit.run.check')}
          </Button>
        </>
      )}
      <Text variant="body-small" color="secondary">
        <Explained tip={t('tryit.run.checkMeaning')}>
          {t('tryit.run.shortcut')}
        </Explained>
      </Text>
    </div>
  );
}
