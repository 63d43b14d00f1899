import type {
  Capability,
  CapabilityUse,
  JsonObject,
} from '@sprintconnect/plugin-sprintconnect-common';
import { expandTemplate } from './arguments/uriTemplate';

/** The use of a capability with what was filled in. Pure. */
export function capabilityUse(
  { kind, name, serverId }: Pick<Capability, 'kind' | 'name' | 'serverId'>,
  given: JsonObject,
): CapabilityUse {
  switch (kind) {
    case 'tool':
      return { server: serverId, tool: name, arguments: given };
    case 'prompt':
      return {
        server: serverId,
        prompt: name,
        arguments: given as Record<string, string>,
      };
    case 'resource-template':
      return { server: serverId, uri: expandTemplate(name, given) };
    default:
      return { server: serverId, uri: name };
  }
}
