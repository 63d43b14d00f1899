import type { Server } from '@sprintconnect/plugin-sprintconnect-common';

/** The first refresh of the server is on its way. */
export function awaitsFirst(server: Server): boolean {
  return (
    server.status === 'active' && !server.lastDiscoveredAt && !server.lastError
  );
}
