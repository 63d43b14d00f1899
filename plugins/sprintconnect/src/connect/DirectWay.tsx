import { Text } from '@backstage/ui';
import {
  clientConfiguration,
  clientNames,
  type Server,
} from '@sprintconnect/plugin-sprintconnect-common';
import { useMessages } from '../translation';
import { ClientTabs } from './ClientTabs';

/** How to connect to the server itself: a file for each client, ready to copy. */
export function DirectWay(props: { server: Server }) {
  const { server } = props;
  const { t } = useMessages();
  const files = clientNames.flatMap(client => {
    const file = clientConfiguration(server, client);
    return file ? [{ client, file }] : [];
  });
  if (files.length === 0) {
    const entry = server.remotes.find(({ type }) => type === 'stdio');
    return (
      <Text as="p" color="secondary">
        {t('connect.direct.stdio', { entry: entry?.url ?? '' })}
      </Text>
    );
  }
  return (
    <ClientTabs
      files={files}
      noteOf={({ file: { credential } }) => {
        if (!credential) return undefined;
        if ('variable' in credential) {
          return t('connect.direct.variable', credential);
        }
        return 'prompt' in credential
          ? t('connect.direct.prompt')
          : t('connect.direct.placeholder');
      }}
    />
  );
}
