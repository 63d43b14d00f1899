import { type ReactNode, useContext } from 'react';
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
import { EmptyState, ErrorNotice, type Loaded, SkeletonLines } from '../ui';
import { EntityFaults } from './EntityFaults';
import { entityFaultsOf } from './entityFaultsOf';
import { SharedServerContext } from './SharedServer';
import { useEntityServer } from './useEntityServer';

interface EntityServerProps {
  /** `reload` fetches the server anew. */
  children: (server: Server, reload: () => void) => ReactNode;
  /** Says that the entity has no server, and leaves the reasons to what stands beside it. */
  brief?: boolean;
}

/** What is shown of the entity's server, or why there is nothing to show. */
export function EntityServer(props: EntityServerProps) {
  const shared = useContext(SharedServerContext);
  return shared ? <Shown {...props} loaded={shared} /> : <Loading {...props} />;
}

function Loading(props: EntityServerProps) {
  return <Shown {...props} loaded={useEntityServer()} />;
}

function Shown(props: EntityServerProps & { loaded: Loaded<Server | null> }) {
  const { t } = useMessages();
  const { entity } = useEntity();
  const { value, error, reload } = props.loaded;
  const faults = entityFaultsOf(entity);
  if (isRefusal(error)) {
    return (
      <NoPermission
        title={t('entity.refused')}
        permission={serverReadPermission}
      />
    );
  }
  if (value) return <>{props.children(value, reload)}</>;
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
