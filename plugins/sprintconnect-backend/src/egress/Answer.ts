import type { Readable } from 'node:stream';
import type { Outgoing } from './Send';

/** What came back: its headers are there, its body is still to be read, in pieces of bytes. */
export interface Answer {
  status: number;
  statusText: string;
  headers: Headers;
  body: Readable;
}

/** Sends a request upon the connections of its way. */
export type Dial = (request: Outgoing) => Promise<Answer>;

/** Ends an answer of which nobody reads the rest. What becomes of its connection is of no interest. */
export function discard(body: Readable): void {
  body.on('error', () => {}).destroy();
}
