import type { ReactNode } from 'react';
import { Text } from '@backstage/ui';
import { RiTimeLine } from '@remixicon/react';
import { useEntity } from '@backstage/plugin-catalog-react';
import {
  entityFaultCodes,
  type Server,
  serverReadPermission,
} from '@sprintconnect/plugin-sprintconnect-common';
import { isRefusal, NoPermission } from '../permission';
import { useMessages } from '../translation';
import { EmptyState, ErrorNotice, SkeletonLines } from '../ui';
import { EntityFaults } from './EntityFaults';
import { entityFaultsOf } from './entityFaultsOf';
import { useEntityServer } from './useEntityServer';

/** What is shown of the entity's server, or why there is nothing to show. */
export function EntityServer(props: {
  children: (server: Server) => ReactNode;
  /** Says that the entity has no server, and leaves the reasons to what stands beside it. */
  brief?: boolean;
}) {
  const { t } = useMessages();
  const { entity } = useEntity();
  const { value, error, reload } = useEntityServer();
  const faults = entityFaultsOf(entity);
  if (isRefusal(error)) {
    return (
      <NoPermission
        title={t('entity.refused')}
        permission={serverReadPermission}
      />
    );
  }
  if (value) return <>{props.children(value)}</>;
  if (error) return <ErrorNotice error={error} onRetry={reload} />;
  if (value === undefined) return <SkeletonLines lines={4} />;
  if (faults.some(({ code }) => code !== entityFaultCodes.partly)) {
    return props.brief ? (
      <Text as="p" color="secondary">
        {t('entity.faults.unregistered')}
      </Text>
    ) : (
      <EntityFaults faults={faults} hasServer={false} />
    );
  }
  return (
    <EmptyState
      icon={<RiTimeLine size={28} />}
      title={t('entity.unregistered.title')}
      description={t('entity.unregistered.description')}
    />
  );
}
