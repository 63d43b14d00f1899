import { CapabilityList } from '../registry';
import { EntityServer } from './EntityServer';

/** The tab of an MCP server's entity that shows what it offers. */
export function EntityCapabilities() {
  return (
    <EntityServer>{server => <CapabilityList server={server} />}</EntityServer>
  );
}
