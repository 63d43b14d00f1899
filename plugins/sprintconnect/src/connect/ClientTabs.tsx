import { ButtonLink, Tab, TabList, TabPanel, Tabs, Text } from '@backstage/ui';
import { RiExternalLinkLine } from '@remixicon/react';
import type {
  ClientFile,
  ClientName,
  EndpointClientName,
} from '@sprintconnect/plugin-sprintconnect-common';
import { useMessages } from '../translation';
import { CodeBlock } from '../ui';
import styles from './ClientTabs.module.css';

/** What to write for one client. */
export interface FileOfClient {
  client: ClientName | EndpointClientName;
  file: ClientFile;
}

/** A tab for each client, with what is to be copied into it. */
export function ClientTabs(props: {
  files: readonly FileOfClient[];
  /** What is to be known about the credential, if anything. */
  noteOf: (each: FileOfClient) => string | undefined;
}) {
  const { files, noteOf } = props;
  const { t } = useMessages();
  return (
    <Tabs>
      <div className={styles.tabs}>
        <TabList aria-label={t('connect.client')}>
          {files.map(({ client }) => (
            <Tab key={client} id={client}>
              {t(`connect.clients.${client}`)}
            </Tab>
          ))}
        </TabList>
      </div>
      {files.map(each => (
        <TabPanel key={each.client} id={each.client} className={styles.panel}>
          <OneClient {...each} note={noteOf(each)} />
        </TabPanel>
      ))}
    </Tabs>
  );
}

function OneClient(props: FileOfClient & { note?: string }) {
  const { client, file, note } = props;
  const { t } = useMessages();
  const name = t(`connect.clients.${client}`);
  return (
    <div className={styles.client}>
      {file.link && (
        <div className={styles.link}>
          <ButtonLink
            variant="primary"
            href={file.link}
            iconStart={<RiExternalLinkLine aria-hidden="true" />}
          >
            {t('connect.install', { client: name })}
          </ButtonLink>
        </div>
      )}
      <CodeBlock
        code={file.text}
        caption={file.file}
        label={t('connect.copy', { client: name })}
        wrap={client === 'curl'}
      />
      {file.command && (
        <CodeBlock
          code={file.command}
          caption={t(
            client === 'langgraph' ? 'connect.packages' : 'connect.command',
          )}
          label={t('connect.copyCommand')}
          wrap
        />
      )}
      {note && (
        <Text as="p" variant="body-small" color="secondary">
          {note}
        </Text>
      )}
    </div>
  );
}
