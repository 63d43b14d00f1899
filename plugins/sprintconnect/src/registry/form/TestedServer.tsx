import { Alert } from '@backstage/ui';
import type { ServerTest } from '@sprintconnect/plugin-sprintconnect-common';
import { useMessages } from '../../translation';
import { useListFaultTitle } from '../faults/useListFaultTitle';
import { EraPill } from '../labels/EraPill';
import { OfferedCounts } from '../labels/OfferedCounts';
import styles from './TestedServer.module.css';

/** What a server that was tried out is and offers. */
export function TestedServer(props: { answer: ServerTest }) {
  const { era, protocolVersion, serverInfo, counts, tools, listFaults } =
    props.answer;
  const { t } = useMessages();
  const faultTitle = useListFaultTitle();
  const more = counts.tools - tools.length;
  return (
    <Alert
      icon
      status={listFaults ? 'warning' : 'success'}
      title={t('register.test.done')}
      description={
        <div className={styles.server}>
          <div className={styles.facts}>
            {serverInfo && (
              <span>
                {serverInfo.title ?? serverInfo.name} {serverInfo.version}
              </span>
            )}
            <EraPill era={era} protocolVersion={protocolVersion} />
            <span>
              <OfferedCounts counts={counts} />
            </span>
          </div>
          {tools.length > 0 && (
            <ul className={styles.tools} aria-label={t('register.test.tools')}>
              {tools.map(({ name, title, description }) => (
                <li key={name}>
                  <span className={styles.name}>{title ?? name}</span>
                  {description && (
                    <span className={styles.description}>{description}</span>
                  )}
                </li>
              ))}
            </ul>
          )}
          {more > 0 && <span>{t('register.test.more', { count: more })}</span>}
          {listFaults?.map(fault => (
            <span key={fault.kind}>
              {faultTitle(fault)}: {fault.message}
            </span>
          ))}
        </div>
      }
    />
  );
}
