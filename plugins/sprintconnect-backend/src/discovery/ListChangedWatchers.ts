import {
  serverReadPermission,
  serverUpdatePermission,
} from '@sprintconnect/plugin-sprintconnect-common';
import { ProblemError } from '../http';
import { Rounds } from '../pace';
import type { RegistryService, WatchableServer } from '../registry';
import {
  type Organisations,
  type RequestContext,
  unrestricted,
} from '../ports';
import type { Upstream } from '../upstream';
import { watchServer } from './watchServer';
import type { WatchTiming } from './watchServer';

export interface WatchersOptions {
  registry: RegistryService;
  organisations: Organisations;
  upstream: Pick<Upstream, 'connect'>;
  /** Most servers that are listened to at once; the others wait for the schedule. */
  watchMax: number;
  /** How soon a server that was registered, changed or retired is noticed. */
  refreshMs: number;
  timing: WatchTiming;
  onError(what: string, error: unknown): void;
}

interface Watcher {
  /** Changes when the server must be connected to anew. */
  key: string;
  controller: AbortController;
  ended: Promise<void>;
}

/**
 * Holds a connection to each server that announces changes of its lists, and asks for a discovery when one does.
 *
 * Stdio servers are left to the schedule: a process of our own hears only of changes that it makes itself.
 */
export class ListChangedWatchers {
  readonly #options: WatchersOptions;
  readonly #watchers = new Map<string, Watcher>();
  readonly #requests = new Set<Promise<void>>();
  readonly #refreshes: Rounds;

  constructor(options: WatchersOptions) {
    this.#options = options;
    this.#refreshes = new Rounds({
      work: () => this.#refresh(),
      onError: error =>
        options.onError("Couldn't read which servers to watch", error),
      everyMs: options.refreshMs,
    });
  }

  /** How many servers are listened to. */
  get size(): number {
    return this.#watchers.size;
  }

  start(): void {
    this.#refreshes.start();
  }

  /** Waits for the requests in hand. */
  async stop(): Promise<void> {
    await this.#refreshes.stop();
    await Promise.all([...this.#watchers.keys()].map(id => this.#end(id)));
    await Promise.all(this.#requests);
  }

  async #refresh() {
    const { registry, organisations, watchMax } = this.#options;
    const listed = await registry.listWatchable(watchMax);
    const orgIds = [...new Set(listed.map(({ orgId }) => orgId))];
    const absent = await organisations.gone(orgIds);
    const wanted = listed.filter(({ orgId }) => !absent.has(orgId));
    const keys = new Map(wanted.map(each => [each.serverId, keyOf(each)]));
    const gone = [...this.#watchers].filter(
      ([id, watcher]) => keys.get(id) !== watcher.key,
    );
    await Promise.all(gone.map(([id]) => this.#end(id)));
    for (const server of wanted) {
      if (!this.#watchers.has(server.serverId)) this.#begin(server);
    }
  }

  #begin(server: WatchableServer) {
    const { upstream, timing, onError } = this.#options;
    const controller = new AbortController();
    const ended = watchServer({
      upstream,
      target: server,
      timing,
      signal: controller.signal,
      onChanged: () => this.#request(server),
    }).catch(error => onError(`Couldn't watch ${server.serverId}`, error));
    this.#watchers.set(server.serverId, {
      key: keyOf(server),
      controller,
      ended,
    });
  }

  async #end(serverId: string) {
    const watcher = this.#watchers.get(serverId);
    this.#watchers.delete(serverId);
    watcher?.controller.abort();
    await watcher?.ended;
  }

  #request(server: WatchableServer) {
    const request = this.#askForDiscovery(server)
      .catch(error => {
        if (isGone(error)) return;
        this.#options.onError(
          `Couldn't queue a refresh of ${server.serverId}`,
          error,
        );
      })
      .finally(() => this.#requests.delete(request));
    this.#requests.add(request);
  }

  async #askForDiscovery({ orgId, serverId }: WatchableServer) {
    const ctx = announcedBy(orgId, serverId);
    await this.#options.registry.requestDiscovery(ctx, {
      id: serverId,
      readable: unrestricted(ctx, serverReadPermission),
      writable: unrestricted(ctx, serverUpdatePermission),
    });
  }
}

/** The server was retired between its announcement and the request: nothing is left to discover. */
function isGone(error: unknown): boolean {
  return error instanceof ProblemError && [404, 409].includes(error.status);
}

function keyOf({
  environment,
  remotes,
  credentialRef,
}: WatchableServer): string {
  return JSON.stringify([environment, remotes, credentialRef ?? null]);
}

function announcedBy(orgId: string, serverId: string): RequestContext {
  return {
    caller: { type: 'service', ref: 'discovery:list-changed' },
    orgId,
    roles: [],
    scopes: [],
    requestId: `list-changed:${serverId}`,
  };
}
