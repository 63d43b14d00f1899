import { CapabilityList } from '../registry';
import { Surface } from '../ui';
import { EntityServer } from './EntityServer';

/** The tab of an MCP server's entity that shows what it offers. */
export function EntityCapabilities() {
  return (
    <Surface>
      <EntityServer>
        {server => <CapabilityList server={server} />}
      </EntityServer>
    </Surface>
  );
}
