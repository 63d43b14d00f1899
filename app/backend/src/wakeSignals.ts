import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';

const ATTEMPTS = 10;
const ATTEMPT_MS = 1_000;

/**
 * Opens a socket to the signals of this backend as soon as it has started, and closes it. The signals of Backstage 1.55
 * begin to listen for sockets with the first request for one, which they leave without an answer, and a browser whose
 * first socket hangs hears no signal in that tab: nobody's page should be that first one (docs/decisions/0030).
 */
export default createBackendModule({
  pluginId: 'signals',
  moduleId: 'demo-wake',
  register(reg) {
    reg.registerInit({
      deps: {
        discovery: coreServices.discovery,
        lifecycle: coreServices.rootLifecycle,
        logger: coreServices.logger,
      },
      async init({ discovery, lifecycle, logger }) {
        const url = new URL(await discovery.getBaseUrl('signals'));
        url.protocol = url.protocol.replace('http', 'ws');
        lifecycle.addStartupHook(() => {
          wake(url).catch(error =>
            logger.warn('The first page may miss signals', error),
          );
        });
      },
    });
  },
});

async function wake(url: URL): Promise<void> {
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    if (await isAnswered(url)) return;
  }
  throw new Error(`${url} does not answer`);
}

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
