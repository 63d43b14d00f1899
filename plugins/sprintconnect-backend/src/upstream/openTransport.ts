import type { Remote } from '@sprintconnect/plugin-sprintconnect-common';
import type { Fetch, WayOut } from '../ports';
import { copyEvents } from './copyEvents';
import { describeRemote } from './describeRemote';
import { HOST_REFUSALS } from './hostRefusalOf';
import { loadSdk } from './loadSdk';
import { loginRequiredBy } from './loginRequiredBy';
import {
  type Diversion,
  type ListAnswers,
  MeteredTransport,
  type SseAnswers,
} from './MeteredTransport';
import { StdioTransport } from './StdioTransport';
import type { UpstreamSettings } from './UpstreamSettings';
import { UpstreamError } from './UpstreamError';

export interface TransportOptions {
  egress: WayOut;
  settings: UpstreamSettings;
  /** What stdio processes inherit: PATH and HOME. */
  environment: Readonly<Record<string, string>>;
  /** The connection is kept, so that one stream carries more than one answer may be long. */
  isForCalls?: boolean;
}

/** A transport with what only its kind can do. */
export interface OpenTransport {
  transport: MeteredTransport;
  /**
   * Starts the stream on which a legacy server announces changes, where it is not open anyway.
   * Rejects when the server offers none.
   */
  openNotifications(onLost: () => void): Promise<void>;
  /** Tells the server that its session is over. */
  endSession(): Promise<void>;
}

/** Notifications may be hours apart; the requests beside them have limits of their own. */
const SILENCE_OF_NOTIFICATIONS_MS = 24 * 3600 * 1000;

/** Makes the transport of a remote, without connecting. Throws `not-allowed` for an unknown stdio entry. */
export function openTransport(
  remote: Remote,
  options: TransportOptions,
): OpenTransport {
  switch (remote.type) {
    case 'streamable-http':
      return openStreamableHttp(remote, options);
    case 'sse':
      return openSse(remote, options);
    default:
      return openStdio(remote.url, options);
  }
}

type HttpRemote = Exclude<Remote, { type: 'stdio' }>;

function fetches(
  remote: HttpRemote,
  { egress, settings, isForCalls }: TransportOptions,
  fail: (reason: unknown) => void,
) {
  // The SDK keeps of an answer that it refuses the status alone, and not what the server asks for.
  const asking =
    (fetch: Fetch): Fetch =>
    async (url, init) => {
      const response = await fetch(url, init);
      const login = loginRequiredBy(response, remote);
      if (!login) return response;
      await response.body?.cancel();
      throw login;
    };
  const limits = {
    headersTimeoutMs: settings.requestTimeoutMs,
    bodyTimeoutMs: settings.requestTimeoutMs,
    bodyBytesMax: settings.bodyBytesMax,
  };
  return {
    /** Whose answer may break off without an end of the connection: `broken` hears why. */
    lone: (broken: (reason: unknown) => void) =>
      asking(egress.fetch(limits, broken)),
    quick: asking(egress.fetch(limits, fail)),
    patient: asking(
      egress.fetch(
        {
          ...limits,
          bodyTimeoutMs: SILENCE_OF_NOTIFICATIONS_MS,
          ...(isForCalls && { bodyBytesMax: Number.MAX_SAFE_INTEGER }),
        },
        fail,
      ),
    ),
  };
}

function openStreamableHttp(
  remote: HttpRemote,
  options: TransportOptions,
): OpenTransport {
  let onLost: (() => void) | undefined;
  let streamStatus = 0;

  const makeFetch =
    (
      { lone, quick, patient }: ReturnType<typeof fetches>,
      lists: ListAnswers,
    ): Fetch =>
    async (url, init) => {
      const headers = new Headers(init?.headers);
      const list = lists.listOf(init?.body);
      if (list !== undefined) {
        return lone(reason => lists.failList(list, reason))(url, init);
      }
      if (init?.method === 'GET' && !headers.has('last-event-id')) {
        // The SDK opens this stream after every handshake. A discovery has no use for it, so it costs no round trip
        // until somebody wants to hear of changes.
        const response = onLost
          ? await patient(url, init)
          : new Response(null, { status: 405 });
        streamStatus = response.status;
        return response;
      }
      return headers.get('mcp-method') === 'subscriptions/listen'
        ? patient(url, init)
        : quick(url, init);
    };

  const { StreamableHTTPClientTransport } = loadSdk();
  const transport = new MeteredTransport(
    (fail, lists) =>
      new StreamableHTTPClientTransport(new URL(remote.url), {
        fetch: makeFetch(fetches(remote, options, fail), lists),
        requestInit: { headers: remote.headers },
        reconnectionScheduler: (reconnect, delay) => {
          if (onLost) {
            onLost();
            return undefined;
          }
          const timer = setTimeout(reconnect, delay);
          return () => clearTimeout(timer);
        },
      }),
    { messagesMax: options.settings.messagesMax, strict: true },
  );
  return {
    transport,
    endSession: () => transport.inner.terminateSession(),
    async openNotifications(lost) {
      onLost = lost;
      await transport.inner.resumeStream('');
      if (streamStatus !== 200) {
        throw new UpstreamError(
          'protocol',
          `The server says it announces changes to its lists, but returned HTTP ${streamStatus} for the event stream`,
        );
      }
    },
  };
}

function openSse(remote: HttpRemote, options: TransportOptions): OpenTransport {
  // The SDK resolves the endpoint event against this object. It follows the redirects, because a relative endpoint
  // belongs to the address that answered (HTML, Server-sent events: the final URL).
  const address = new URL(remote.url);
  const makeFetch = (
    fail: (reason: unknown) => void,
    said: SseAnswers & Diversion,
  ): Fetch => {
    const { quick, patient } = fetches(remote, options, fail);
    let answered = false;
    return async (url, init) => {
      if (init?.method === 'POST') {
        said.endpoint = String(url);
        return quick(url, init);
      }
      if (answered) {
        // EventSource reconnects by itself; to MCP that is another session, which knows nothing of our requests.
        const lost = new UpstreamError(
          'protocol',
          `${describeRemote(remote)} ended its event stream`,
        );
        fail(lost);
        throw lost;
      }
      answered = true;
      const response = await patient(url, init).catch((error: unknown) => {
        // EventSource tells of an error without its cause.
        if (error instanceof UpstreamError) fail(error);
        throw error;
      });
      address.href = String(url);
      // The SDK follows a redirect with another request, within the origin and a few times only.
      answered = !isRedirect(response);
      if (!HOST_REFUSALS.has(response.status)) {
        if (!options.isForCalls || !response.ok) return response;
        const bytesMax = options.settings.bodyBytesMax;
        return copyEvents(response, {
          bytesMax,
          fail,
          readerOf: () => said.reader,
        });
      }
      // EventSource tells the status only.
      said.refusal = await response.text();
      return new Response(said.refusal, response);
    };
  };
  const { SSEClientTransport } = loadSdk();
  const transport = new MeteredTransport(
    (fail, said) =>
      new SSEClientTransport(address, {
        fetch: makeFetch(fail, said),
        requestInit: { headers: remote.headers },
      }),
    { messagesMax: options.settings.messagesMax, strict: true },
  );
  return {
    transport,
    endSession: async () => {},
    openNotifications: async () => {},
  };
}

function isRedirect({ status, headers }: Response): boolean {
  return status >= 300 && status < 400 && headers.has('location');
}

function openStdio(name: string, options: TransportOptions): OpenTransport {
  const { settings, environment } = options;
  const entry = Object.hasOwn(settings.stdio, name)
    ? settings.stdio[name]
    : undefined;
  if (!entry) {
    throw new UpstreamError(
      'not-allowed',
      `The stdio server "${name}" isn't configured. An administrator can add it under sprintconnect.upstream.stdio.${name}.`,
    );
  }
  const transport = new MeteredTransport(
    (onFailure, diversion) =>
      new StdioTransport(entry, {
        readerOf: () => diversion.reader,
        name,
        environment,
        lineBytesMax: settings.bodyBytesMax,
        onFailure,
      }),
    { messagesMax: settings.messagesMax, strict: false },
  );
  // By these the SDK tells a process from HTTP: a process that keeps silent when probed is of the legacy era.
  Object.assign(transport, { pid: null, stderr: null });
  return {
    transport,
    endSession: async () => {},
    openNotifications: async () => {},
  };
}
