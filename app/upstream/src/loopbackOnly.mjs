/**
 * Loaded before server-everything, which listens on every interface of the machine: a demo must not open a door
 * to the network, so a listen without a host gets 127.0.0.1.
 */
import { Server } from 'node:net';

const { listen } = Server.prototype;

Server.prototype.listen = function listenOnLoopback(...args) {
  const [port, second, ...rest] = args;
  const bare = typeof port === 'number' || typeof port === 'string';
  if (bare && typeof second !== 'string') {
    return listen.call(
      this,
      Number(port),
      '127.0.0.1',
      ...(second === undefined ? [] : [second]),
      ...rest,
    );
  }
  return listen.apply(this, args);
};
