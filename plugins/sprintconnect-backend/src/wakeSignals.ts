import type { HostServices } from './hostServices';

const ATTEMPTS = 5;
const ATTEMPT_MS = 1_000;

/**
 * Opens a socket to the signals of this backend as soon as it has started, as a page would, and closes it. The signals of
 * Backstage 1.55 listen for sockets from the first request for one, which they leave without an answer, and a browser whose
 * first socket hangs gets no signal in that tab: no reader's page should be that first one (docs/decisions/0062).
 */
export function wakeSignals({
  discovery,
  instance,
  logger,
  rootLifecycle,
}: Pick<
  HostServices,
  'discovery' | 'instance' | 'logger' | 'rootLifecycle'
>): void {
  rootLifecycle.addStartupHook(async () => {
    const plugins = await instance.getInstalledPlugins();
    if (!plugins.some(({ pluginId }) => pluginId === 'signals')) return;
    const address = await discovery.getBaseUrl('signals');
    // Not waited for: the start of a portal is not longer for it.
    void wake(address)
      .catch(() => false)
      .then(awake => {
        if (awake) return;
        logger.warn(
          `The signals at ${address} do not answer. Until it is reloaded, the first tab with a page of SprintConnect updates only every 30 seconds.`,
        );
      });
  });
}

async function wake(address: string): Promise<boolean> {
  const url = new URL(address);
  url.protocol = url.protocol.replace('http', 'ws');
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    if (await isAnswered(url)) return true;
  }
  return false;
}

/** Whether a socket opens within a second. One that is refused at once takes that second, too, before it may be tried again. */
function isAnswered(url: URL): Promise<boolean> {
  return new Promise(resolve => {
    const socket = new WebSocket(url);
    const timer = setTimeout(() => end(false), ATTEMPT_MS);
    socket.onopen = () => end(true);
    function end(answered: boolean) {
      clearTimeout(timer);
      socket.close();
      resolve(answered);
    }
  });
}
