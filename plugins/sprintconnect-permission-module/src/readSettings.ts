import type { RootConfigService } from '@backstage/backend-plugin-api';

/** The section `permission.sprintconnect` of the configuration. */
export interface Settings {
  /** What is said to permissions of other plugins. */
  others: 'allow' | 'deny';
  cacheSeconds: number;
}

/** Throws an error that names the fault, so that a typing mistake does not open what should be shut. */
export function readSettings(config: RootConfigService): Settings {
  const section = config.getOptionalConfig('permission.sprintconnect');
  const others = section?.getOptionalString('others') ?? 'allow';
  if (others !== 'allow' && others !== 'deny') {
    throw new Error(
      `permission.sprintconnect.others must be "allow" or "deny", not ${JSON.stringify(others)}`,
    );
  }
  const cacheSeconds = section?.getOptionalNumber('cacheSeconds') ?? 5;
  if (!(cacheSeconds >= 0 && cacheSeconds <= 60)) {
    throw new Error(
      `permission.sprintconnect.cacheSeconds must be 0 to 60, not ${cacheSeconds}`,
    );
  }
  return { others, cacheSeconds };
}
