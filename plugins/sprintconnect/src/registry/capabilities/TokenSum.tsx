import { Text } from '@backstage/ui';
import type { Server } from '@sprintconnect/plugin-sprintconnect-common';
import { useMessages } from '../../translation';
import { useToolTokens } from './useToolTokens';

/** About how much of a model's context all tools of a server take, and how we know. */
export function TokenSum(props: { server: Server }) {
  const { t } = useMessages();
  const sum = useToolTokens(props.server);
  if (!sum) return null;
  const { tokens: count, whole } = sum;
  return (
    <Text as="p" variant="body-small" color="secondary">
      {whole
        ? t('capabilities.tokenSum', { count })
        : t('capabilities.tokenSumAtLeast', { tokens: count })}{' '}
      {t('capabilities.tokenMethod')}
    </Text>
  );
}
