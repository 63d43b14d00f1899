import { VersionsPanel } from '../registry';
import { EntityServer } from './EntityServer';

/** The tab of an MCP server's entity that shows its versions and what changed between them. */
export function EntityVersions() {
  return (
    <EntityServer>
      {(server, reload) => <VersionsPanel server={server} onSeen={reload} />}
    </EntityServer>
  );
}
