import type { Settings } from './config';
import type { HostServices } from './hostServices';
import type { Slice } from './ports';

/** Starts what works in the background, as far as this instance has the role, and stops it from the top down. */
export function runInBackground(
  lifecycle: HostServices['lifecycle'],
  {
    roles,
    slices,
  }: Pick<Settings, 'roles'> & {
    /** The lowest first. */
    slices: readonly Slice[];
  },
): void {
  const started = slices.filter(({ role }) => !role || roles.includes(role));
  lifecycle.addStartupHook(async () => {
    // All at once: what one of them waits for, or fails at, is no reason for another to rest.
    await Promise.all(started.map(async each => each.start?.()));
  });
  lifecycle.addShutdownHook(async () => {
    const fromTop = [...slices].reverse();
    for (const each of fromTop) each.stopping?.();
    for (const each of fromTop) await each.stop?.();
  });
}
