import { appLanguageApiRef, useApi } from '@backstage/frontend-plugin-api';
import { Text } from '@backstage/ui';
import type { Server } from '@sprintconnect/plugin-sprintconnect-common';
import { useMessages } from '../../translation';
import { useToolTokens } from './useToolTokens';

/** About how much of a model's context all tools of a server take, and how we know. */
export function TokenSum(props: { server: Server }) {
  const { t } = useMessages();
  const { language } = useApi(appLanguageApiRef).getLanguage();
  const sum = useToolTokens(props.server);
  if (!sum) return null;
  const { tokens: count, whole } = sum;
  const tokens = count.toLocaleString(language);
  return (
    <Text as="p" variant="body-small" color="secondary">
      {whole
        ? t('capabilities.tokenSum', { count, tokens })
        : t('capabilities.tokenSumAtLeast', { tokens })}{' '}
      {t('capabilities.tokenMethod')}
    </Text>
  );
}
