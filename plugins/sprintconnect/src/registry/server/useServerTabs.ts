import { useRouteRef } from '@backstage/frontend-plugin-api';
import type { Server } from '@sprintconnect/plugin-sprintconnect-common';
import { useLocation } from 'react-router-dom';
import {
  serverActivityRouteRef,
  serverCapabilitiesRouteRef,
  serverHealthRouteRef,
  serverRouteRef,
  serverVersionsRouteRef,
} from '../../routes';
import { useMessages } from '../../translation';

/** One of the tabs of a server. */
export interface ServerTab {
  id: 'overview' | 'capabilities' | 'health' | 'versions' | 'activity';
  label: string;
  href: string;
}

/** The tabs of a server, and the one that is open; none where the pages have no addresses. */
export function useServerTabs({
  id: serverId,
  drift,
}: Pick<Server, 'id' | 'drift'>): { tabs?: ServerTab[]; open?: ServerTab } {
  const { pathname } = useLocation();
  const { t } = useMessages();
  const overview = useRouteRef(serverRouteRef);
  const capabilities = useRouteRef(serverCapabilitiesRouteRef);
  const health = useRouteRef(serverHealthRouteRef);
  const versions = useRouteRef(serverVersionsRouteRef);
  const activity = useRouteRef(serverActivityRouteRef);
  if (!overview || !capabilities || !health || !versions || !activity) {
    return {};
  }
  const tabs: ServerTab[] = [
    {
      id: 'overview',
      label: t('server.tabs.overview'),
      href: overview({ serverId }),
    },
    {
      id: 'capabilities',
      label: t('server.tabs.capabilities'),
      href: capabilities({ serverId }),
    },
    {
      id: 'health',
      label: t('server.tabs.health'),
      href: health({ serverId }),
    },
    {
      id: 'versions',
      label: drift
        ? t('drift.tab', { count: drift.warnings })
        : t('server.tabs.versions'),
      href: versions({ serverId }),
    },
    {
      id: 'activity',
      label: t('server.tabs.activity'),
      href: activity({ serverId }),
    },
  ];
  const path = pathname.replace(/\/$/, '');
  return { tabs, open: tabs.find(each => each.href === path) };
}
