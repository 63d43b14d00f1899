import type { Settings } from './config';
import type { Discovery } from './discovery';
import type { Health } from './health';
import type { HostServices } from './hostServices';
import type { Plumbing } from './openPlumbing';
import type { Permissions } from './permissions';
import type { Search } from './search';

/** Starts what works in the background, as far as this instance has the role, and stops it in the opposite order. */
export function runInBackground(
  lifecycle: HostServices['lifecycle'],
  parts: {
    settings: Settings;
    plumbing: Plumbing;
    permissions: Pick<Permissions, 'start'>;
    search: Search;
    discovery: Discovery;
    health: Health;
    streams: { stop(): void };
  },
): void {
  const { permissions, search, discovery, health, streams } = parts;
  const { auditSlice, egress, limits, relay, worker } = parts.plumbing;
  const { roles } = parts.settings;
  lifecycle.addStartupHook(async () => {
    relay.start();
    auditSlice.start();
    if (roles.includes('worker')) worker.start();
    if (roles.includes('scheduler')) {
      discovery.start();
      health.start();
    }
    await permissions.start();
    if (roles.includes('scheduler')) await search.start();
  });
  lifecycle.addShutdownHook(async () => {
    streams.stop();
    // Backstage's events service takes nothing from now on: what is still written is published after the next start.
    const relayStopped = relay.stop();
    await Promise.all([discovery.stop(), health.stop()]);
    await worker.stop();
    await relayStopped;
    await auditSlice.stop();
    await egress.close();
    await limits.close();
  });
}
