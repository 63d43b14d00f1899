import type { ActionsRegistryService } from '@backstage/backend-plugin-api/alpha';
import type { ActionDeps, ActionGate } from './ActionDeps';
import { callMcpTool } from './callMcpTool';
import { compareMcpSnapshots } from './compareMcpSnapshots';
import { getMcpConnectionConfig } from './getMcpConnectionConfig';
import { getMcpServer } from './getMcpServer';
import { getMcpServerHealth } from './getMcpServerHealth';
import { listMcpServers } from './listMcpServers';
import { registerAction } from './registerAction';
import { registerMcpServer } from './registerMcpServer';
import { discoverMcpServer, probeMcpServer } from './requestWork';
import { searchMcpCapabilities } from './searchMcpCapabilities';

/** What the actions give to the plugin. */
export interface Actions {
  /** Tells Backstage of all of them. To be called once, before the plugin has started. */
  register(registry: ActionsRegistryService): void;
}

/** Every action. */
export function createActions(deps: ActionDeps, gate: ActionGate): Actions {
  const actions = [
    searchMcpCapabilities(deps),
    listMcpServers(deps),
    getMcpServer(deps),
    getMcpServerHealth(deps),
    getMcpConnectionConfig(deps),
    compareMcpSnapshots(deps),
    registerMcpServer(deps),
    discoverMcpServer(deps),
    probeMcpServer(deps),
    callMcpTool(deps),
  ];
  return {
    register: registry =>
      actions.forEach(action => registerAction(registry, action, gate)),
  };
}
