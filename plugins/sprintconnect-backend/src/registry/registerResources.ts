import type { PermissionsRegistryService } from '@backstage/backend-plugin-api';
import {
  capabilityReadPermission,
  capabilityUsePermission,
  serverDeletePermission,
  serverReadPermission,
  serverUpdatePermission,
} from '@sprintconnect/plugin-sprintconnect-common';
import {
  capabilityRef,
  capabilityRules,
  serverRef,
  serverRules,
} from '../permissions';
import type { ResourceLoaders } from './loadResources';

/**
 * Tells the permission framework of our resources and the rules about them. It asks for single ones where others than
 * us want to know who may see them, such as the portal's search.
 */
export function registerResources(
  registry: PermissionsRegistryService,
  loaders: ResourceLoaders,
): void {
  registry.addResourceType({
    resourceRef: serverRef,
    permissions: [
      serverReadPermission,
      serverUpdatePermission,
      serverDeletePermission,
    ],
    rules: serverRules,
    getResources: ids => loaders.servers(ids),
  });
  registry.addResourceType({
    resourceRef: capabilityRef,
    permissions: [capabilityReadPermission, capabilityUsePermission],
    rules: capabilityRules,
    getResources: ids => loaders.capabilities(ids),
  });
}
