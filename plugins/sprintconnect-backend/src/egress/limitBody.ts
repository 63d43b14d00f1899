import { TiedSignal } from '@sprintconnect/plugin-sprintconnect-common';
import { EgressError } from '../ports';
import { explainFailure } from './explainFailure';
import { type Answer, type Dial, discard } from './Answer';
import type { Outgoing, Send } from './Send';

/** Of these HTTP reads no body (RFC 9112, section 6.3). */
const WITHOUT_BODY = new Set([204, 304]);
/** It has none to give, whatever follows (RFC 9110, section 15.3.6). */
const RESET_CONTENT = 205;

/**
 * Hands the body on piece by piece, decompressed, and breaks off when it grows beyond `bodyBytesMax` or falls silent
 * for `bodyTimeoutMs`. Only what the reader asks for is pulled, so a compressed bomb never unfolds in memory. The
 * caller's signal is listened to until the body has ended, and no longer: it may be that of work which goes on.
 */
export const limitBody =
  (next: Dial): Send =>
  async request => {
    const { init, url } = request;
    const tied = new TiedSignal({ sources: [init.signal] });
    let limited: ReadableStream<Uint8Array> | null = null;
    try {
      const answer = await next({
        ...request,
        init: { ...init, signal: tied.signal },
      });
      const { status, statusText, headers, body } = answer;
      if (status < 200 || status > 599) {
        discard(body);
        throw new EgressError(
          'connection-failed',
          `${url.host} returned the invalid HTTP status ${status}`,
        );
      }
      if (WITHOUT_BODY.has(status)) body.resume();
      else if (status === RESET_CONTENT) discard(body);
      else limited = limit(body, request, tied);
      return new Response(limited, { status, statusText, headers });
    } finally {
      if (!limited) tied.untie();
    }
  };

function limit(
  body: Answer['body'],
  { url, init, limits, report }: Outgoing,
  tied: TiedSignal,
): ReadableStream<Uint8Array> {
  const pieces: AsyncIterator<Uint8Array> = body[Symbol.asyncIterator]();
  let bytes = 0;
  const breakOff = (error: EgressError) => {
    report(error);
    discard(body);
    tied.untie();
    return error;
  };
  const broken = (error: unknown) => {
    throw init.signal?.aborted ? error : breakOff(explainFailure(error, url));
  };
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const { done, value } = await heardWithin(
          pieces.next().catch(broken),
          limits.bodyTimeoutMs,
          () => breakOff(silent(url, limits.bodyTimeoutMs)),
        );
        if (done) {
          tied.untie();
          // Only then is the connection free again. Without it the next request opens another one, which a balancer may
          // lead to a replica that does not know the session.
          await new Promise(setImmediate);
          controller.close();
          return;
        }
        bytes += value.byteLength;
        if (bytes > limits.bodyBytesMax) {
          throw breakOff(tooLarge(url, limits.bodyBytesMax));
        }
        controller.enqueue(value);
      },
      cancel() {
        tied.untie();
        discard(body);
      },
    },
    { highWaterMark: 0 },
  );
}

function heardWithin<T>(
  work: Promise<T>,
  timeoutMs: number,
  late: () => Error,
): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(late()), timeoutMs);
    work.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

function silent(url: URL, ms: number): EgressError {
  return new EgressError(
    'timed-out',
    `${url.host} stopped sending its response for more than ${ms} ms`,
  );
}

function tooLarge(url: URL, bytesMax: number): EgressError {
  return new EgressError(
    'too-large',
    `The response from ${url.host} is larger than the limit of ${bytesMax} bytes. An administrator can raise sprintconnect.upstream.bodyBytesMax.`,
  );
}
