import {
  capabilityUsePermission,
  type Server,
} from '@sprintconnect/plugin-sprintconnect-common';
import { useMe } from '../permission';
import { useMessages } from '../translation';
import { CodeBlock } from '../ui';
import { ConnectButton } from './ConnectButton';
import styles from './ConnectSummary.module.css';
import { endpointOf } from './endpointOf';

/** The address of a server through SprintConnect, for who may use it, and the way to the rest. */
export function ConnectSummary(props: { server: Server }) {
  const { server } = props;
  const { t } = useMessages();
  const { value: me } = useMe();
  const mayUse = me?.permissions.includes(capabilityUsePermission.name);
  return (
    <div className={styles.summary}>
      {me?.connect && mayUse && (
        <CodeBlock
          code={endpointOf(me.connect, server).url}
          caption={t('connect.address')}
          label={t('connect.copyAddress')}
          wrap
        />
      )}
      <ConnectButton
        server={server}
        label={t('connect.choose')}
        variant="primary"
      />
    </div>
  );
}
