import type { Redis } from 'ioredis';
import { loadRedis } from './loadRedis';

/** A connection on which nothing is heard for so long, though something was asked, is opened anew. */
const SILENCE_MS = 5_000;

/**
 * A client that sends each command once, or rejects it. As ioredis comes it keeps commands until a connection stands,
 * and sends those again that were under way when one broke, though they may have been carried out.
 */
export function connectRedis(url: string): Redis {
  const { Redis: Client } = loadRedis();
  return new Client(url, {
    enableOfflineQueue: false,
    autoResendUnfulfilledCommands: false,
    maxRetriesPerRequest: 0,
    socketTimeout: SILENCE_MS,
  });
}
