import type { Client } from '@modelcontextprotocol/client';
import type {
  CapabilityKind,
  Remote,
} from '@sprintconnect/plugin-sprintconnect-common';
import { bounds } from './bounds';
import { describeRemote } from './describeRemote';
import { explainUpstreamFailure } from './explainUpstreamFailure';
import { loadSdk } from './loadSdk';
import { isTtl, listItems } from './listItems';
import type { MeteredTransport } from './MeteredTransport';
import type { OpenTransport } from './openTransport';
import type { EraVerdict } from './EraVerdict';
import type { ObservedItem, UpstreamConnection } from './Upstream';
import { UpstreamError } from './UpstreamError';
import type { UpstreamSettings } from './UpstreamSettings';
import { announcedKinds, watchLists } from './watchLists';

const END_SESSION_PATIENCE_MS = 1_000;

const CLAIM_OF = {
  tool: 'tools',
  resource: 'resources',
  'resource-template': 'resources',
  prompt: 'prompts',
} as const satisfies Record<CapabilityKind, string>;

/** An UpstreamConnection over a connected client of the SDK. */
export class SdkConnection implements UpstreamConnection {
  readonly remote: Remote;
  readonly verdict: EraVerdict;
  readonly closed: Promise<void>;
  ttlMs?: number;
  isOver = false;

  readonly #client: Client;
  readonly #opened: OpenTransport;
  readonly #settings: UpstreamSettings;
  #settleClosed!: () => void;
  #closing?: Promise<void>;

  constructor(parts: {
    client: Client;
    opened: OpenTransport;
    remote: Remote;
    settings: UpstreamSettings;
    verdict: EraVerdict;
  }) {
    this.#client = parts.client;
    this.#opened = parts.opened;
    this.remote = parts.remote;
    this.#settings = parts.settings;
    this.verdict = parts.verdict;
    this.closed = new Promise(resolve => {
      this.#settleClosed = resolve;
    });
    this.#client.onclose = () => {
      this.isOver = true;
      this.#settleClosed();
    };
    this.#hearTtl(this.#client.getDiscoverResult()?.ttlMs);
  }

  get transport(): MeteredTransport {
    return this.#opened.transport;
  }

  /** Of the session that a legacy server opened over Streamable HTTP. */
  get sessionId(): string | undefined {
    return this.#opened.transport.sessionId;
  }

  get serverInfo() {
    const info = this.#client.getServerVersion();
    return (
      info && { name: info.name, version: info.version, title: info.title }
    );
  }

  get instructions() {
    return this.#client.getInstructions();
  }

  get capabilities(): Readonly<Record<string, unknown>> {
    return this.#client.getServerCapabilities() ?? {};
  }

  async *list(
    kind: CapabilityKind,
    signal: AbortSignal,
  ): AsyncGenerator<ObservedItem[]> {
    if (!this.#isOffered(kind)) {
      return;
    }
    const { requestTimeoutMs } = this.#settings;
    try {
      yield* listItems(this.#client, kind, {
        signal,
        requestTimeoutMs,
        pagesMax: bounds.pages.most,
        itemsMax: bounds.items.most,
        onTtl: ttlMs => this.#hearTtl(ttlMs),
      });
    } catch (error) {
      const failure = this.#explain(error, signal);
      if (failure.lostSession) this.isOver = true;
      throw failure;
    }
  }

  onListChanged(listener: (kinds: readonly CapabilityKind[]) => void) {
    const announced = announcedKinds(this.capabilities);
    if (announced.length === 0) {
      return undefined;
    }
    return watchLists({
      client: this.#client,
      opened: this.#opened,
      announced,
      listener,
      timeoutMs: this.#settings.requestTimeoutMs,
      onLost: this.#settleClosed,
    }).catch(error => {
      throw this.#explain(error);
    });
  }

  /** A modern server has no `ping` any more (MCP 2026-07-28); what it answers instead is short, too. */
  async ping(signal: AbortSignal): Promise<void> {
    const options = { signal, timeout: this.#settings.requestTimeoutMs };
    const isModern = this.verdict.era === 'modern';
    try {
      await (isModern
        ? this.#client.discover(options)
        : this.#client.ping(options));
    } catch (error) {
      if (error instanceof loadSdk().ProtocolError) return;
      throw this.#explain(error, signal);
    }
  }

  close(): Promise<void> {
    this.#closing ??= this.#end();
    return this.#closing;
  }

  async #end() {
    const { transport, endSession } = this.#opened;
    if (transport.fault === undefined) {
      await settled(endSession(), END_SESSION_PATIENCE_MS);
    }
    await this.#client.close().catch(() => {});
    await transport.close().catch(() => {});
    this.#settleClosed();
  }

  /** A server that claims nothing at all may have forgotten to; one that claims some is believed about the rest. */
  #isOffered(kind: CapabilityKind): boolean {
    const claims = new Set(Object.keys(this.capabilities));
    const claimsNone = !Object.values(CLAIM_OF).some(claim =>
      claims.has(claim),
    );
    return claimsNone || claims.has(CLAIM_OF[kind]);
  }

  /** The SDK's servers say 0 of every list that nobody thought about, so 0 says nothing. */
  #hearTtl(ttlMs: unknown) {
    if (isTtl(ttlMs) && ttlMs > 0) {
      this.ttlMs = Math.min(ttlMs, this.ttlMs ?? Infinity);
    }
  }

  #explain(error: unknown, signal?: AbortSignal): UpstreamError {
    if (signal?.aborted) {
      return new UpstreamError(
        'timeout',
        `${describeRemote(this.remote)} was cancelled before it responded`,
      );
    }
    const { context } = this.#opened.transport;
    return explainUpstreamFailure(error, this.remote, context);
  }
}

/** Waits for an attempt whose outcome does not matter, but not for long. */
async function settled(attempt: Promise<void>, patienceMs: number) {
  let timer: NodeJS.Timeout | undefined;
  const enough = new Promise<void>(resolve => {
    timer = setTimeout(resolve, patienceMs);
  });
  await Promise.race([attempt.catch(() => {}), enough]);
  clearTimeout(timer);
}
