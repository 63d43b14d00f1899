/** The client of Redis, loaded where one is configured, because most installations have none. */
export function loadRedis(): typeof import('ioredis') {
  return require('ioredis');
}
