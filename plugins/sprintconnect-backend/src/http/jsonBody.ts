import { isUtf8 } from 'node:buffer';
import express, { type Request, type RequestHandler } from 'express';
import { limits } from '@sprintconnect/plugin-sprintconnect-common';
import { ProblemError } from './ProblemError';

const TYPES = ['application/json', 'application/merge-patch+json'];

/** Else what is not UTF-8 would be kept as U+FFFD without a word (RFC 8259, section 8.1). */
class NotUtf8 extends Error {
  readonly type = 'charset.broken';
}

/** Bodies as they were written, of requests whose numbers are passed on. */
const texts = new WeakMap<object, string>();

/** The body of a request as it was written, where `keepsText` of {@link jsonBody} said so. Undefined without one. */
export function textOfBody(req: Request): string | undefined {
  return texts.get(req);
}

/**
 * Reads a JSON body. A body of another type is refused with 415, not ignored.
 *
 * @param options - `limitBytes`: the most that is read; default 256 KiB. `keepsText`: it can be read as it was written, too; default false.
 */
export function jsonBody(
  options: { limitBytes?: number; keepsText?: boolean } = {},
): RequestHandler {
  const { limitBytes = limits.bodyBytes, keepsText = false } = options;
  // strict is off so that a body such as `3` meets the schema, whose message is the better one.
  const json = express.json({
    limit: limitBytes,
    type: TYPES,
    strict: false,
    verify: (req, _res, bytes) => {
      if (!isUtf8(bytes)) throw new NotUtf8();
      if (keepsText) texts.set(req, bytes.toString('utf8'));
    },
  });
  return (req, res, next) => {
    // `is` answers null without a body, but takes a POST of length 0, which fetch sends for none, for one.
    const empty = req.get('Content-Length') === '0';
    if (!empty && req.is(TYPES) === false) {
      throw new ProblemError({
        status: 415,
        detail: `The body must be ${TYPES[0]}; this one is "${req.get('Content-Type') ?? 'untyped'}".`,
      });
    }
    json(req, res, next);
  };
}
