import { ButtonLink, Tab, TabList, TabPanel, Tabs, Text } from '@backstage/ui';
import { RiExternalLinkLine } from '@remixicon/react';
import {
  type ClientFile,
  type ClientName,
  clientConfiguration,
  clientNames,
  type Server,
} from '@sprintconnect/plugin-sprintconnect-common';
import { type Translate, useMessages } from '../../translation';
import { CodeBlock } from '../../ui';
import styles from './ClientConfiguration.module.css';

/** How to connect one's own agent to the server: a file for each client, ready to copy. */
export function ClientConfiguration(props: { server: Server }) {
  const { server } = props;
  const { t } = useMessages();
  const entry = server.remotes.find(remote => remote.type === 'stdio');
  if (!clientConfiguration(server, 'json')) {
    return (
      <Text as="p" color="secondary">
        {t('server.connect.stdio', { entry: entry?.url ?? '' })}
      </Text>
    );
  }
  return (
    <Tabs>
      <div className={styles.tabs}>
        <TabList aria-label={t('server.connect.client')}>
          {clientNames.map(client => (
            <Tab key={client} id={client}>
              {t(`server.connect.${client}`)}
            </Tab>
          ))}
        </TabList>
      </div>
      {clientNames.map(client => (
        <TabPanel key={client} id={client} className={styles.panel}>
          <OneClient server={server} client={client} />
        </TabPanel>
      ))}
    </Tabs>
  );
}

function OneClient(props: { server: Server; client: ClientName }) {
  const { server, client } = props;
  const { t } = useMessages();
  const configuration = clientConfiguration(server, client);
  if (!configuration) return null;
  const { file, text, command, credential, link } = configuration;
  return (
    <div className={styles.client}>
      {link && (
        <div className={styles.link}>
          <ButtonLink
            variant="primary"
            href={link}
            iconStart={<RiExternalLinkLine aria-hidden="true" />}
          >
            {t('server.connect.install', {
              client: t(`server.connect.${client}`),
            })}
          </ButtonLink>
        </div>
      )}
      <CodeBlock
        code={text}
        caption={file}
        label={t('server.connect.copy', {
          client: t(`server.connect.${client}`),
        })}
      />
      {command && (
        <CodeBlock
          code={command}
          caption={t('server.connect.command')}
          label={t('server.connect.copyCommand')}
          wrap
        />
      )}
      {credential && (
        <Text as="p" variant="body-small" color="secondary">
          {credentialWords(t, credential)}
        </Text>
      )}
    </div>
  );
}

function credentialWords(
  t: Translate,
  credential: NonNullable<ClientFile['credential']>,
): string {
  if ('variable' in credential) {
    return t('server.connect.credential', { variable: credential.variable });
  }
  return 'prompt' in credential
    ? t('server.connect.credentialPrompt')
    : t('server.connect.credentialPlaceholder');
}
