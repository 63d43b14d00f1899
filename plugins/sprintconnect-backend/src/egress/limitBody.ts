import { TiedSignal } from '@sprintconnect/plugin-sprintconnect-common';
import { EgressError } from '../ports';
import { explainFailure } from './explainFailure';
import type { Guard, Outgoing } from './Send';

const WITHOUT_BODY = new Set([204, 205, 304]);

/**
 * Hands the body on piece by piece, decompressed, and breaks off when it grows beyond `bodyBytesMax` or falls silent
 * for `bodyTimeoutMs`. Only what the reader asks for is pulled, so a compressed bomb never unfolds in memory. The
 * caller's signal is listened to until the body has ended, and no longer: it may be that of work which goes on.
 */
export const limitBody: Guard = next => async request => {
  const { init, url } = request;
  const tied = new TiedSignal({ sources: [init.signal] });
  let limited: ReadableStream<Uint8Array> | null = null;
  try {
    const response = await next({
      ...request,
      init: { ...init, signal: tied.signal },
    });
    const { status, statusText, headers, body } = response;
    if (status < 200 || status > 599) {
      await body?.cancel();
      throw new EgressError(
        'connection-failed',
        `${url.host} returned the invalid HTTP status ${status}`,
      );
    }
    if (body && !WITHOUT_BODY.has(status)) limited = limit(body, request, tied);
    return new Response(limited, { status, statusText, headers: [...headers] });
  } finally {
    if (!limited) tied.untie();
  }
};

function limit(
  body: ReadableStream<Uint8Array>,
  { url, init, limits, report }: Outgoing,
  tied: TiedSignal,
): ReadableStream<Uint8Array> {
  const reader = body.getReader();
  let bytes = 0;
  const breakOff = (error: EgressError) => {
    report(error);
    // The connection goes down with the reader; how that ends is of no interest.
    reader.cancel(error).catch(() => {});
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
          reader.read().catch(broken),
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
      cancel: reason => {
        tied.untie();
        return reader.cancel(reason);
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
