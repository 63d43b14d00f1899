import { setTimeout as sleep } from 'node:timers/promises';
import type { HttpWire } from './HttpWire';
import { readEvents } from './readBody';
import { readMessage, type RpcMessage } from './readMessage';

const DAY_MS = 86_400_000;
const RETRY_MS_LEAST = 100;
/** Longest time that a server may have us wait between two connections. */
export const RETRY_MS_MAX = 30_000;
/** Time between two connections where the server names none. */
export const RETRY_MS = 1_000;

/**
 * Hears what a legacy server says by itself, on the stream that is asked for by GET, until the signal or until the server has none
 * (MCP 2025-11-25, Listening for Messages from the Server).
 */
export async function listenToServer(
  wire: HttpWire,
  options: {
    signal: AbortSignal;
    eventBytesMax: number;
    hear(message: RpcMessage): void;
  },
): Promise<void> {
  const { signal, eventBytesMax, hear } = options;
  const day = { bytesMax: Number.MAX_SAFE_INTEGER, timeoutMs: DAY_MS, signal };
  let lastId = '';
  let retryMs = RETRY_MS;
  while (!signal.aborted) {
    const response = await wire.get(day, lastId);
    if (!response.ok) {
      await response.body?.cancel();
      return;
    }
    for await (const event of readEvents(response, eventBytesMax)) {
      lastId = event.id || lastId;
      retryMs = Math.min(event.retryMs ?? retryMs, RETRY_MS_MAX);
      const message = event.data ? readMessage(event.data) : undefined;
      if (message) hear(message);
    }
    await sleep(Math.max(retryMs, RETRY_MS_LEAST), undefined, { signal });
  }
}
