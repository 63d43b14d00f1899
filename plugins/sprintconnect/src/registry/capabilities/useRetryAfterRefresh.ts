import { useEffect, useRef } from 'react';
import type { Server } from '@sprintconnect/plugin-sprintconnect-common';
import type { Loaded } from '../../ui';

/** Tries again what failed to load when the server has been refreshed. */
export function useRetryAfterRefresh(
  { error, reload }: Loaded<unknown>,
  { lastDiscoveredAt }: Server,
): void {
  const failed = useRef(false);
  failed.current = error !== undefined;
  useEffect(() => {
    if (failed.current) reload();
  }, [reload, lastDiscoveredAt]);
}
