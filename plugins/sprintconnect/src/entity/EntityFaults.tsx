import { Alert } from '@backstage/ui';
import { entityFaultCodes } from '@sprintconnect/plugin-sprintconnect-common';
import { useMessages } from '../translation';
import type { EntityFault } from './entityFaultsOf';
import styles from './EntityFaults.module.css';

/** Why an entity is no server, or is one only in part: each fault with its place and what to do. */
export function EntityFaults(props: {
  faults: readonly EntityFault[];
  /** Whether there is a server of this entity all the same. */
  hasServer: boolean;
}) {
  const { faults, hasServer } = props;
  const { t } = useMessages();
  if (faults.length === 0) return null;
  const isPartly = faults.every(({ code }) => code === entityFaultCodes.partly);
  const title = hasServer
    ? t(isPartly ? 'entity.faults.partly' : 'entity.faults.unchanged')
    : t('entity.faults.unregistered');
  return (
    <Alert
      role="status"
      icon
      status={hasServer ? 'warning' : 'danger'}
      title={title}
      description={
        <ul className={styles.reasons}>
          {faults.map(({ reason }) => (
            <li key={reason}>{reason}</li>
          ))}
        </ul>
      }
    />
  );
}
