import { stringifyEntityRef } from '@backstage/catalog-model';
import { useApi } from '@backstage/frontend-plugin-api';
import { useEntity } from '@backstage/plugin-catalog-react';
import {
  annotations,
  type Server,
} from '@sprintconnect/plugin-sprintconnect-common';
import { sprintConnectApiRef } from '../client';
import { useLive } from '../live';
import { isMissing, type Loaded, useLoad } from '../ui';

/**
 * The server behind the entity of the page; `null` where SprintConnect does not know it (yet). Entities that
 * we wrote ourselves name their server; others are found by their reference.
 */
export function useEntityServer(): Loaded<Server | null> {
  const { entity } = useEntity();
  const client = useApi(sprintConnectApiRef);
  const entityRef = stringifyEntityRef(entity).toLocaleLowerCase('en-US');
  const serverId = entity.metadata.annotations?.[annotations.serverId];

  const loaded = useLoad(
    JSON.stringify([entityRef, serverId]),
    async signal => {
      if (serverId) {
        try {
          return await client.getServer(serverId, { signal });
        } catch (error) {
          if (!isMissing(error)) throw error;
        }
      }
      const page = await client.listServers(
        { entityRef, limit: 1 },
        { signal },
      );
      const [listed] = page.items;
      // Only the answer about one server says what the reader may do with it.
      return listed ? client.getServer(listed.id, { signal }) : null;
    },
  );
  useLive({ serverId: loaded.value?.id, onChange: loaded.reload });
  return loaded;
}
