import type { Redis } from 'ioredis';
import { loadRedis } from './loadRedis';

/** Redis, connected. A request does not wait for a Redis that is away; the log says once that it is. */
export function connectRedis(
  url: string,
  logger: { warn(message: string, error: Error): void },
): Redis {
  const { Redis: Client } = loadRedis();
  const redis = new Client(url, {
    enableOfflineQueue: false,
    maxRetriesPerRequest: 1,
  });
  let isTold = false;
  redis.on('ready', () => {
    isTold = false;
  });
  redis.on('error', (error: Error) => {
    if (isTold) return;
    isTold = true;
    logger.warn(
      'Redis does not answer, so that each instance counts limits for itself until it does',
      error,
    );
  });
  return redis;
}
