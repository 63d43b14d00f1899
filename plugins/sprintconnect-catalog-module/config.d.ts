import { SchedulerServiceTaskScheduleDefinitionConfig } from '@backstage/backend-plugin-api';

export interface Config {
  catalog?: {
    providers?: {
      /** MCP servers between the catalog and SprintConnect. */
      sprintconnect?: {
        /**
         * Entity reference that owns the entities of servers registered without an owner.
         * Default: group:default/unknown
         */
        defaultOwner?: string;
        /**
         * When all servers are compared with their entities. Single changes do not wait for it.
         * Default: every 10 minutes, each at most 5 minutes long.
         */
        schedule?: SchedulerServiceTaskScheduleDefinitionConfig;
        intake?: {
          /**
           * When the catalog's mcp-server entities are compared with the servers made from them. An entity
           * missing in two such comparisons in a row retires its server.
           * Default: every 30 seconds, each at most 5 minutes long.
           */
          schedule?: SchedulerServiceTaskScheduleDefinitionConfig;
        };
      };
    };
  };
}
