import { HealthTab } from '../health';
import { Surface } from '../ui';
import { EntityServer } from './EntityServer';

/** The tab of an MCP server's entity that shows how it is and was. */
export function EntityHealth() {
  return (
    <Surface>
      <EntityServer>{server => <HealthTab server={server} />}</EntityServer>
    </Surface>
  );
}
