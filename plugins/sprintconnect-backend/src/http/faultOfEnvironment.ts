import type { Fault } from '@sprintconnect/plugin-sprintconnect-common';

/** What is wrong with the field `environment` that no schema can know: nobody configured it. Of its form the schema has spoken. Pure. */
export function faultOfEnvironment(
  environment: unknown,
  configured: readonly string[],
): Fault | undefined {
  const isUnknown =
    typeof environment === 'string' &&
    /^[a-z0-9][a-z0-9-]{0,62}$/.test(environment) &&
    !configured.includes(environment);
  if (!isUnknown) return undefined;
  return {
    path: 'environment',
    message: `isn't configured; choose one of ${configured.join(', ')}`,
  };
}
