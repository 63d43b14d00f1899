import { relativeTime } from '../ui/relativeTime';

/**
 * How long ago a moment is by now, as the page says it: a busy machine needs minutes for a test. The page counts every 15 s,
 * so wait for it.
 */
export function saidAgo(at: string): string {
  return relativeTime({ at: new Date(at), now: new Date(), language: 'en' });
}
