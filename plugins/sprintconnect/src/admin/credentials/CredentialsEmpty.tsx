import { Button, Text } from '@backstage/ui';
import { RiAddLine, RiShieldKeyholeLine } from '@remixicon/react';
import { useMessages } from '../../translation';
import { EmptyState } from '../../ui';

/** What sharing a credential is for, where none is shared yet. */
export function CredentialsEmpty(props: { onCreate: () => void }) {
  const { t } = useMessages();
  return (
    <EmptyState
      icon={<RiShieldKeyholeLine size={28} />}
      title={t('credentials.empty.title')}
      description={t('credentials.empty.description')}
      actions={
        <Button
          iconStart={<RiAddLine aria-hidden="true" />}
          onPress={props.onCreate}
        >
          {t('credentials.create.action')}
        </Button>
      }
    >
      <Text as="p" color="secondary">
        {t('credentials.empty.own')}
      </Text>
    </EmptyState>
  );
}
