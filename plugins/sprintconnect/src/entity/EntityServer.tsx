import { type ReactNode, useContext } from 'react';
import { Text } from '@backstage/ui';
import { RiTimeLine } from '@remixicon/react';
import { useEntity } from '@backstage/plugin-catalog-react';
import {
  entityFaultCodes,
  type Server,
  serverReadPermission,
} from '@sprintconnect/plugin-sprintconnect-common';
import { NoPermission } from '../permission';
import { useMessages } from '../translation';
import { EmptyState, type Loaded, WhenLoaded } from '../ui';
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
  const { loaded, brief, children } = props;
  const { value, error, reload } = loaded;
  const { t } = useMessages();
  return (
    <WhenLoaded
      // That there was no server is no news beside an error.
      loaded={{ ...loaded, value: error && !value ? undefined : value }}
      quiet
      lines={4}
      refused={
        <NoPermission
          title={t('entity.refused')}
          permission={serverReadPermission}
        />
      }
      empty={server => !server && <NoServer brief={brief} />}
    >
      {server => server && children(server, reload)}
    </WhenLoaded>
  );
}

function NoServer(props: { brief?: boolean }) {
  const { t } = useMessages();
  const { entity } = useEntity();
  const faults = entityFaultsOf(entity);
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
