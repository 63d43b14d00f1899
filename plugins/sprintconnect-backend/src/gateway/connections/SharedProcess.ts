import type {
  ChannelAnswer,
  ChannelHandling,
  ChannelRequest,
  UpstreamChannel,
} from '../../upstream';

/**
 * The process of a stdio server of the legacy era, for all callers. Such a server does not say to which request a question or a log
 * message belongs (MCP 2025-11-25, Transports, stdio), so that nobody is asked or told: it could be somebody else.
 */
export class SharedProcess implements UpstreamChannel {
  readonly #channel: UpstreamChannel;

  constructor(channel: UpstreamChannel) {
    this.#channel = channel;
  }

  get remote() {
    return this.#channel.remote;
  }

  get verdict() {
    return this.#channel.verdict;
  }

  get capabilities() {
    return this.#channel.capabilities;
  }

  get hasSession() {
    return this.#channel.hasSession;
  }

  get isOver() {
    return this.#channel.isOver;
  }

  get closed() {
    return this.#channel.closed;
  }

  request(
    request: ChannelRequest,
    handling: ChannelHandling,
  ): Promise<ChannelAnswer> {
    const { onQuestion: _who, onLog: _whose, ...own } = handling;
    return this.#channel.request(request, { ...own, clientCapabilities: {} });
  }

  onNotification(listener: Parameters<UpstreamChannel['onNotification']>[0]) {
    return this.#channel.onNotification(listener);
  }

  close() {
    return this.#channel.close();
  }
}

/** The channel as it may be shared by callers who must not hear of each other. */
export function asShared(channel: UpstreamChannel): UpstreamChannel {
  const { remote, verdict } = channel;
  return remote.type === 'stdio' && verdict.era === 'legacy'
    ? new SharedProcess(channel)
    : channel;
}
