import { createFormats } from '../format';

/**
 * How long ago a moment is by now, as the page says it: a busy machine needs minutes for a test. The page counts every 15 s,
 * so wait for it.
 */
export function saidAgo(at: string): string {
  return createFormats('en').relative(at);
}
