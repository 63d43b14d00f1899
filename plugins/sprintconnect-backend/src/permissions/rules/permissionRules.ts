import { z } from 'zod';
import {
  type PermissionResourceRef,
  type PermissionRule,
  createPermissionResourceRef,
} from '@backstage/plugin-permission-node';
import type { PermissionRuleParams } from '@backstage/plugin-permission-common';
import {
  RESOURCE_TYPE_MCP_CAPABILITY,
  RESOURCE_TYPE_MCP_SERVER,
  SPRINTCONNECT_PLUGIN_ID,
  type Server,
  capabilityKindSchema,
  serverStatusSchema,
} from '@sprintconnect/plugin-sprintconnect-common';
import type { Judged, JudgedCapability, Trait } from '../../ports';
import { fits } from './fits';
import { ownerSpellings } from './ownerSpellings';

/** A capability with the server that offers it. */
export interface OfferedCapability {
  server: Server;
  capability: JudgedCapability;
}

export const serverRef = createPermissionResourceRef<Server, Trait>().with({
  pluginId: SPRINTCONNECT_PLUGIN_ID,
  resourceType: RESOURCE_TYPE_MCP_SERVER,
});
export const capabilityRef = createPermissionResourceRef<
  OfferedCapability,
  Trait
>().with({
  pluginId: SPRINTCONNECT_PLUGIN_ID,
  resourceType: RESOURCE_TYPE_MCP_CAPABILITY,
});

const texts = z.array(z.string().min(1)).min(1);
const nothing = z.object({});

/** Makes rules about one type of resource; each asks for a trait, in a list as well as of one thing. */
function rulesFor<R, T extends string>(
  { resourceType }: PermissionResourceRef<R, Trait, T>,
  judgedOf: (resource: R) => Judged,
) {
  return <S extends z.ZodObject>(
    name: string,
    rule: {
      description: string;
      paramsSchema: S;
      traitOf: (params: z.output<S>) => Trait;
    },
  ): PermissionRule<R, Trait, T> => {
    const { description, paramsSchema } = rule;
    const traitOf = (params: PermissionRuleParams) =>
      rule.traitOf(paramsSchema.parse(params ?? {}));
    return {
      name,
      description,
      resourceType,
      // Backstage shows it to people who write policies; what arrives is parsed above.
      paramsSchema: paramsSchema as never,
      apply: (resource, params) => fits(traitOf(params), judgedOf(resource)),
      toQuery: traitOf,
    };
  };
}

function aboutServer<R, T extends string>(
  resourceRef: PermissionResourceRef<R, Trait, T>,
  judgedOf: (resource: R) => Judged,
) {
  const rule = rulesFor(resourceRef, judgedOf);
  return [
    rule('IS_OWNER', {
      description: 'The server is owned by one of these users and groups',
      paramsSchema: z.object({ claims: z.array(z.string()) }),
      traitOf: ({ claims }) => ({
        trait: 'owner',
        anyOf: claims.flatMap(ownerSpellings),
      }),
    }),
    rule('HAS_TAG', {
      description: 'The server has the tag',
      paramsSchema: z.object({ tag: z.string().min(1) }),
      traitOf: ({ tag }) => ({ trait: 'tag', anyOf: [tag] }),
    }),
    rule('IN_ENVIRONMENT', {
      description: 'The server is in one of these environments',
      paramsSchema: z.object({ environments: texts }),
      traitOf: ({ environments }) => ({
        trait: 'environment',
        anyOf: environments,
      }),
    }),
    rule('HAS_LIFECYCLE', {
      description: 'The server has one of these lifecycles',
      paramsSchema: z.object({ lifecycles: texts }),
      traitOf: ({ lifecycles }) => ({ trait: 'lifecycle', anyOf: lifecycles }),
    }),
    rule('HAS_STATUS', {
      description: 'The server has one of these statuses',
      paramsSchema: z.object({ statuses: z.array(serverStatusSchema).min(1) }),
      traitOf: ({ statuses }) => ({ trait: 'status', anyOf: statuses }),
    }),
  ];
}

export const serverRules = aboutServer(serverRef, server => ({ server }));

const rule = rulesFor(capabilityRef, offered => offered);

export const capabilityRules = [
  ...aboutServer(capabilityRef, offered => offered),
  rule('CAPABILITY_NAME', {
    description: 'The name matches the pattern; * matches any characters',
    paramsSchema: z.object({ pattern: z.string().min(1).max(500) }),
    traitOf: ({ pattern }) => ({ trait: 'name', pattern }),
  }),
  rule('CAPABILITY_KIND', {
    description: 'The capability is one of these kinds',
    paramsSchema: z.object({ kinds: z.array(capabilityKindSchema).min(1) }),
    traitOf: ({ kinds }) => ({ trait: 'kind', anyOf: kinds }),
  }),
  rule('IS_READ_ONLY', {
    description: 'A resource, a prompt, or a tool marked read-only',
    paramsSchema: nothing,
    traitOf: () => ({ trait: 'read-only' }),
  }),
  rule('IS_DESTRUCTIVE', {
    description: "A tool that isn't marked non-destructive",
    paramsSchema: nothing,
    traitOf: () => ({ trait: 'destructive' }),
  }),
];
