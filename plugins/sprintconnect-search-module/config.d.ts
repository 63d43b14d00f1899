import { SchedulerServiceTaskScheduleDefinitionConfig } from '@backstage/backend-plugin-api';

export interface Config {
  search?: {
    collators?: {
      /** MCP servers and their capabilities in the portal's search. */
      sprintconnect?: {
        /**
         * When they are indexed anew. Default: every 10 minutes, each time at most 15 minutes long.
         */
        schedule?: SchedulerServiceTaskScheduleDefinitionConfig;
      };
    };
  };
}
