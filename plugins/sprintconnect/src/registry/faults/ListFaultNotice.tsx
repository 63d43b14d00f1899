import { Alert } from '@backstage/ui';
import type { ListFault } from '@sprintconnect/plugin-sprintconnect-common';
import { useMessages } from '../../translation';
import { RelativeTime } from '../../ui';
import { FaultDetail } from './FaultDetail';
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
        <FaultDetail messages={[fault.message]}>
          <span>
            {t('listFaults.since')} <RelativeTime at={fault.since} />.{' '}
            <Shown fault={fault} />
          </span>
        </FaultDetail>
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
