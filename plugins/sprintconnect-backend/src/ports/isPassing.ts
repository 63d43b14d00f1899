import { outageOf } from './outageOf';

/**
 * Whether a service of the portal failed in a way that passes: its database or the way to it was away, or the plugin that it
 * asked answered with 500 or more.
 */
export function isPassing(error: unknown): boolean {
  if (outageOf(error)) return true;
  const { name, statusCode } = (error ?? {}) as Record<string, unknown>;
  // Of `@backstage/errors`, by name, because two copies of the package may be installed.
  return name === 'ResponseError' && Number(statusCode) >= 500;
}
