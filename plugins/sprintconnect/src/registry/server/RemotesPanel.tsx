import { Text } from '@backstage/ui';
import type { Remote } from '@sprintconnect/plugin-sprintconnect-common';
import { useMessages } from '../../translation';
import { CopyButton, Panel, Pill } from '../../ui';
import styles from './RemotesPanel.module.css';

/** Every way to reach the server. */
export function RemotesPanel(props: { remotes: Remote[] }) {
  const { t } = useMessages();
  return (
    <Panel title={t('server.remotes.title')}>
      <ul className={styles.remotes}>
        {props.remotes.map(remote => (
          <li key={`${remote.type} ${remote.url}`} className={styles.remote}>
            <div className={styles.line}>
              <Pill>{t(`transport.${remote.type}`)}</Pill>
              {remote.type !== 'stdio' && (
                <CopyButton
                  text={remote.url}
                  label={t('server.remotes.copy', { url: remote.url })}
                />
              )}
            </div>
            <code className={styles.url}>{remote.url}</code>
            {remote.type === 'stdio' ? (
              <Text as="p" variant="body-small" color="secondary">
                {t('server.remotes.stdioText')}
              </Text>
            ) : (
              Object.entries(remote.headers ?? {}).map(([name, value]) => (
                <code key={name} className={styles.header}>
                  {name}: {value}
                </code>
              ))
            )}
          </li>
        ))}
      </ul>
    </Panel>
  );
}
