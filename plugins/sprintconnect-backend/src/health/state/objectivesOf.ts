import type { HealthObjectives, HealthSettings } from './HealthSettings';

const AVAILABILITY = 0.99;
const AVAILABILITY_OF_PRODUCTION = 0.999;

/** What is asked of the servers of an environment: its own settings, then those of all, then the defaults. Pure. */
export function objectivesOf(
  settings: Pick<
    HealthSettings,
    'intervalSeconds' | 'latencyMs' | 'availability' | 'environments'
  >,
  environment: string,
): HealthObjectives {
  const own = Object.hasOwn(settings.environments, environment)
    ? settings.environments[environment]
    : undefined;
  const usual =
    environment === 'production' ? AVAILABILITY_OF_PRODUCTION : AVAILABILITY;
  return {
    intervalSeconds: own?.intervalSeconds ?? settings.intervalSeconds,
    latencyMs: own?.latencyMs ?? settings.latencyMs,
    availability: own?.availability ?? settings.availability ?? usual,
  };
}
