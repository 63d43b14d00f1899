import { Alert } from '@backstage/ui';
import type { ListFault } from '@sprintconnect/plugin-sprintconnect-common';
import { useMessages } from '../../translation';
import { RelativeTime } from '../../ui';
import styles from './ListFaultNotice.module.css';
import { useListFaultTitle } from './useListFaultTitle';

/** What is wrong with one list of a server, and what that means for what is shown of it. */
export function ListFaultNotice(props: { fault: ListFault }) {
  const { fault } = props;
  const { t } = useMessages();
  const titleOf = useListFaultTitle();
  return (
    <Alert
      icon
      status="warning"
      title={titleOf(fault)}
      description={
        <div className={styles.detail}>
          <code className={styles.message}>{fault.message}</code>
          <span>
            {t('listFaults.since')} <RelativeTime at={fault.since} />.{' '}
            <Shown fault={fault} />
          </span>
        </div>
      }
    />
  );
}

function Shown(props: { fault: ListFault }) {
  const { leftOut, lastListedAt } = props.fault;
  const { t } = useMessages();
  if (leftOut !== undefined) return <>{t('listFaults.othersShown')}</>;
  if (!lastListedAt) return <>{t('listFaults.neverListed')}</>;
  return (
    <>
      {t('listFaults.lastListed')} <RelativeTime at={lastListedAt} />.
    </>
  );
}
