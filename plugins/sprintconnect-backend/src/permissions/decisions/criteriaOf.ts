import {
  AuthorizeResult,
  type Permission,
  type PermissionCondition,
  type PermissionCriteria,
  type PolicyDecision,
} from '@backstage/plugin-permission-common';
import { createConditionTransformer } from '@backstage/plugin-permission-node';
import {
  RESOURCE_TYPE_MCP_CAPABILITY,
  RESOURCE_TYPE_MCP_SERVER,
} from '@sprintconnect/plugin-sprintconnect-common';
import { type Criteria, EVERYTHING, NOTHING, type Trait } from '../../ports';
import { capabilityRules, serverRules } from '../rules/permissionRules';

type ToCriteria = (
  conditions: PermissionCriteria<PermissionCondition>,
) => Criteria;

/** By our own rules only: what a rule of somebody else's would ask for cannot be said in SQL. */
function transformerOf(
  rules: readonly { name: string; toQuery(params: never): unknown }[],
): ToCriteria {
  const byName = new Map(rules.map(rule => [rule.name, rule]));
  return createConditionTransformer<Trait>({
    getRuleByName(name) {
      const rule = byName.get(name);
      if (!rule) throw new Error(`there is no rule ${name}`);
      return rule as never;
    },
  });
}

const TRANSFORMERS = new Map<string, ToCriteria>([
  [RESOURCE_TYPE_MCP_SERVER, transformerOf(serverRules)],
  [RESOURCE_TYPE_MCP_CAPABILITY, transformerOf(capabilityRules)],
]);

/**
 * What a decision allows. Throws on one that we cannot follow, such as with conditions on another type of resource: the
 * policy is at fault then, not the caller.
 */
export function criteriaOf(
  permission: Permission,
  decision: PolicyDecision,
): Criteria {
  if (decision.result === AuthorizeResult.ALLOW) return EVERYTHING;
  if (decision.result !== AuthorizeResult.CONDITIONAL) return NOTHING;
  const type =
    permission.type === 'resource' ? permission.resourceType : undefined;
  const toCriteria =
    type === decision.resourceType ? TRANSFORMERS.get(type) : undefined;
  try {
    if (!toCriteria) throw new Error('they are for another type of resource');
    return toCriteria(decision.conditions);
  } catch (cause) {
    throw new Error(
      `The conditions that the permission policy gave for ${permission.name} cannot be followed: ${(cause as Error).message}`,
      { cause },
    );
  }
}
