import { withSignal } from '@sprintconnect/plugin-sprintconnect-common';
import type { PersonLogin } from '../../ports';
import type { OwnClient } from './GrantPlan';
import {
  type AskedServer,
  ownClient,
  type OwnClientDeps,
  register,
} from './ownClient';

const LIMITS = {
  headersTimeoutMs: 3_000,
  bodyTimeoutMs: 3_000,
  bodyBytesMax: 64 * 1024,
};
const ASK_MS = 5_000;
/** How authorization servers say to a browser that they do not know the client: as a code of OAuth, or in words. */
const UNKNOWN =
  /invalid_client|unauthorized_client|client[^<>]{0,60}(invalid|not found|unknown|unregistered|not registered|not recognized)|(invalid|unknown)[^<>]{0,20}client/i;

/**
 * As {@link ownClient}, but for a client that the authorization server turns out not to know: one whose document it does not take, although
 * it says that it reads such, or whose registration it forgot. Then SprintConnect registers. It is found out by looking at the login page
 * before the person does, who could only turn back there: no answer comes to us from a page that refuses the client (RFC 6749, section
 * 4.1.2.1).
 */
export async function knownClient(
  deps: OwnClientDeps,
  asked: AskedServer & { urlFor(clientId: string): string },
  signal: AbortSignal,
): Promise<OwnClient> {
  const client = await ownClient(deps, asked, signal);
  const mayRegister =
    (client.by === 'document' || client.by === 'registration') &&
    asked.server.registration_endpoint !== undefined;
  if (!mayRegister) return client;
  const url = new URL(asked.urlFor(client.clientId));
  const isUnknown = await isRefusedAt(
    deps,
    { url, login: asked.login },
    signal,
  );
  return isUnknown ? register(deps, asked, signal) : client;
}

/** Whatever else is wrong there, the person sees it. */
async function isRefusedAt(
  { egress }: OwnClientDeps,
  { url, login }: { url: URL; login: PersonLogin },
  signal: AbortSignal,
): Promise<boolean> {
  try {
    return await withSignal(
      { sources: [signal], timeoutMs: ASK_MS },
      async within => {
        const response = await egress.for(login).fetch(LIMITS)(url, {
          headers: { accept: 'text/html' },
          redirect: 'manual',
          signal: within,
        });
        if (response.status < 400 || response.status >= 500) {
          await response.body?.cancel();
          return false;
        }
        return UNKNOWN.test(await response.text());
      },
    );
  } catch {
    signal.throwIfAborted();
    return false;
  }
}
