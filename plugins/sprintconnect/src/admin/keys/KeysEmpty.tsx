import { Button, Text } from '@backstage/ui';
import { RiAddLine, RiKey2Line } from '@remixicon/react';
import { useMessages } from '../../translation';
import { EmptyState, NoMatch } from '../../ui';
import styles from './KeysEmpty.module.css';

const steps = ['one', 'two', 'three'] as const;

/** What keys are for and how to deal with them, where there is none yet. */
export function KeysEmpty(props: { onCreate: () => void }) {
  const { t } = useMessages();
  return (
    <EmptyState
      icon={<RiKey2Line size={28} />}
      title={t('keys.empty.title')}
      description={t('keys.empty.description')}
      actions={
        <Button
          iconStart={<RiAddLine aria-hidden="true" />}
          onPress={props.onCreate}
        >
          {t('keys.create')}
        </Button>
      }
    >
      <ol className={styles.steps}>
        {steps.map(step => (
          <li key={step} className={styles.step}>
            <Text as="h4" variant="body-large" weight="bold">
              {t(`keys.empty.${step}`)}
            </Text>
            <Text as="p" color="secondary">
              {t(`keys.empty.${step}Text`)}
            </Text>
          </li>
        ))}
      </ol>
    </EmptyState>
  );
}

/** There are keys, but none with the chosen status. */
export function KeysNoMatch(props: { onClear: () => void }) {
  const { t } = useMessages();
  return (
    <NoMatch
      title={t('keys.noMatch.title')}
      description={t('keys.noMatch.description')}
      clearLabel={t('keys.noMatch.clear')}
      onClear={props.onClear}
    />
  );
}
