import type {
  PermissionCondition,
  PermissionRuleParams,
} from '@backstage/plugin-permission-common';
import type { CapabilityKind } from './capabilities';
import {
  RESOURCE_TYPE_MCP_CAPABILITY,
  RESOURCE_TYPE_MCP_SERVER,
} from './permissions';
import type { ServerStatus } from './servers';

/** A condition on resources of one type, as a policy answers it. @public */
export type ConditionOn<T extends string> = PermissionCondition<
  T,
  PermissionRuleParams
>;

function on<T extends string>(resourceType: T) {
  return (rule: string, params: PermissionRuleParams = {}): ConditionOn<T> => ({
    rule,
    resourceType,
    params,
  });
}

function aboutServer<T extends string>(resourceType: T) {
  const condition = on(resourceType);
  return {
    /** One of these users and groups owns the server: full entity references. */
    isOwner: (params: { claims: string[] }) => condition('IS_OWNER', params),
    /** The server has the tag. */
    hasTag: (params: { tag: string }) => condition('HAS_TAG', params),
    /** The server is in one of these environments. */
    inEnvironment: (params: { environments: string[] }) =>
      condition('IN_ENVIRONMENT', params),
    /** The server has one of these lifecycles. */
    hasLifecycle: (params: { lifecycles: string[] }) =>
      condition('HAS_LIFECYCLE', params),
    /** The server has one of these statuses. */
    hasStatus: (params: { statuses: ServerStatus[] }) =>
      condition('HAS_STATUS', params),
  };
}

/**
 * Conditions of decisions on permissions of resource type `mcp-server`, for the policy of a host.
 *
 * @public
 */
export const serverConditions = aboutServer(RESOURCE_TYPE_MCP_SERVER);

const onCapability = on(RESOURCE_TYPE_MCP_CAPABILITY);

/**
 * Conditions of decisions on permissions of resource type `mcp-capability`: those of its server, and its own.
 *
 * @public
 */
export const capabilityConditions = {
  ...aboutServer(RESOURCE_TYPE_MCP_CAPABILITY),
  /** Its name fits the pattern, in which `*` stands for any characters; case matters. */
  capabilityName: (params: { pattern: string }) =>
    onCapability('CAPABILITY_NAME', params),
  /** It is of one of these kinds. */
  capabilityKind: (params: { kinds: CapabilityKind[] }) =>
    onCapability('CAPABILITY_KIND', params),
  /** It changes nothing: a resource or a prompt, or a tool with `readOnlyHint` (MCP, Tool Annotations). */
  isReadOnly: () => onCapability('IS_READ_ONLY'),
  /** A tool that may destroy: neither `readOnlyHint` nor `destructiveHint: false` (MCP, Tool Annotations). */
  isDestructive: () => onCapability('IS_DESTRUCTIVE'),
};
