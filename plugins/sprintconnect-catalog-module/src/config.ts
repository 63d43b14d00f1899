import {
  readSchedulerServiceTaskScheduleDefinitionFromConfig,
  type RootConfigService,
  type SchedulerServiceTaskScheduleDefinition,
} from '@backstage/backend-plugin-api';
import { settingDefaults } from '@sprintconnect/plugin-sprintconnect-common';

/** What this module reads of the configuration, with defaults filled in. */
export interface Settings {
  /** Owner of entities whose server has none. */
  defaultOwner: string;
  /** Environment of entities that name none. */
  defaultEnvironment: string;
  /** When all servers are compared with the entities provided for them. */
  reconciliation: SchedulerServiceTaskScheduleDefinition;
  /** Whether groups of the catalog are organisations of their own. */
  hasOrganisations: boolean;
  /** When the catalog's entities are compared with the servers that came from them. */
  intake: SchedulerServiceTaskScheduleDefinition;
}

const RECONCILIATION: SchedulerServiceTaskScheduleDefinition = {
  frequency: { minutes: 10 },
  timeout: { minutes: 5 },
  // The first comparison is made by the provider itself as soon as SprintConnect answers.
  initialDelay: { minutes: 1 },
};
const INTAKE: SchedulerServiceTaskScheduleDefinition = {
  frequency: { seconds: 30 },
  timeout: { minutes: 5 },
  initialDelay: { seconds: 15 },
};

/** Reads `catalog.providers.sprintconnect` and `sprintconnect.defaultEnvironment`; throws on malformed values. */
export function readSettings(config: RootConfigService): Settings {
  const own = config.getOptionalConfig('catalog.providers.sprintconnect');
  const schedule = own?.getOptionalConfig('schedule');
  const intake = own?.getOptionalConfig('intake.schedule');
  return {
    defaultOwner:
      own?.getOptionalString('defaultOwner') ?? settingDefaults.defaultOwner,
    defaultEnvironment:
      config.getOptionalString('sprintconnect.defaultEnvironment') ??
      settingDefaults.defaultEnvironment,
    hasOrganisations:
      config.getOptionalString('sprintconnect.tenancy.mode') === 'catalog',
    reconciliation: schedule
      ? readSchedulerServiceTaskScheduleDefinitionFromConfig(schedule)
      : RECONCILIATION,
    intake: intake
      ? readSchedulerServiceTaskScheduleDefinitionFromConfig(intake)
      : INTAKE,
  };
}
