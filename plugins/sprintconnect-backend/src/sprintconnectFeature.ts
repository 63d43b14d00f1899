import {
  coreServices,
  createBackendFeatureLoader,
} from '@backstage/backend-plugin-api';
import type { Config } from '@backstage/config';
import { adviseForProduction } from './adviseForProduction';
import { readSettings, startedWith } from './config';
import { requireKeys } from './openPlumbing';
import { sprintconnectPlugin } from './plugin';
import { requireVariables } from './requireVariables';

/**
 * SprintConnect's backend: the registry of MCP servers, and what keeps it true.
 *
 * @remarks
 *
 * With NODE_ENV=production it first looks at what production needs, before any plugin opens a database: the start stops where the
 * configuration names an environment variable that has no value, or has no key to seal secrets with. In a portal that says
 * `onPluginBootFailure: continue`, it goes on without SprintConnect. What is only seldom meant is logged.
 *
 * @public
 */
export const sprintconnectFeature = createBackendFeatureLoader({
  deps: { config: coreServices.rootConfig, logger: coreServices.rootLogger },
  async loader({ config, logger }) {
    if (!startedWith.isProduction()) return [sprintconnectPlugin];
    try {
      await requireVariables(startedWith);
      const settings = readSettings(config);
      requireKeys(settings.secrets);
      for (const advice of adviseForProduction(config, settings)) {
        logger.warn(`SprintConnect in production: ${advice}`);
      }
    } catch (error) {
      if (!goesOnWithout(config)) throw error;
      logger.error(
        'SprintConnect is disabled; the portal starts without it',
        error as Error,
      );
      return [];
    }
    return [sprintconnectPlugin];
  },
});

/** What Backstage reads when a plugin cannot start (backend.startup). */
function goesOnWithout(config: Config): boolean {
  const startup = config.getOptionalConfig('backend.startup');
  const choice =
    startup?.getOptionalString('plugins.sprintconnect.onPluginBootFailure') ??
    startup?.getOptionalString('default.onPluginBootFailure');
  return choice === 'continue';
}
