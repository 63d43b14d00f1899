import { createHmac, timingSafeEqual } from 'node:crypto';
import canonicalize from 'canonicalize';
import type { RequestContext } from '../ports';
import { ProblemError } from './ProblemError';

/** Where a page ended: the sort keys of its last item. */
export type Position = (string | number | null)[];

/** Signed places in lists. A cursor is good only for the organisation and the query that it was given for. */
export interface Cursors {
  /** `query` is the parsed query; its cursor, limit, count and fields do not bind. */
  sign(ctx: RequestContext, query: object, position: Position): string;
  /** The position, or undefined without a cursor. Throws a 400 problem on a cursor that we did not give for this query. */
  verify(
    ctx: RequestContext,
    query: { readonly cursor?: string; readonly [name: string]: unknown },
  ): Position | undefined;
}

const SIGNATURE_BYTES = 16;

/** Cursors signed with a secret of at least 32 bytes, which all instances share. */
export function createCursors(secret: Buffer): Cursors {
  const signatureOf = (
    payload: string,
    { orgId }: RequestContext,
    query: object,
  ) => {
    const {
      cursor: _cursor,
      limit: _limit,
      count: _count,
      fields: _fields,
      ...bound
    } = query as Record<string, unknown>;
    return createHmac('sha256', secret)
      .update(`cursor\n${orgId}\n${canonicalize(bound)}\n${payload}`)
      .digest()
      .subarray(0, SIGNATURE_BYTES);
  };
  return {
    sign(ctx, query, position) {
      const payload = JSON.stringify(position);
      return Buffer.concat([
        signatureOf(payload, ctx, query),
        Buffer.from(payload),
      ]).toString('base64url');
    },
    verify(ctx, query) {
      if (query.cursor === undefined) {
        return undefined;
      }
      const bytes = Buffer.from(query.cursor, 'base64url');
      const signature = bytes.subarray(0, SIGNATURE_BYTES);
      const payload = bytes.subarray(SIGNATURE_BYTES).toString();
      if (
        signature.length !== SIGNATURE_BYTES ||
        !timingSafeEqual(signature, signatureOf(payload, ctx, query))
      ) {
        throw new ProblemError({
          kind: 'invalid-cursor',
          detail:
            "The cursor isn't valid for this query. Start again without it.",
          errors: [{ path: 'cursor', message: "isn't valid for this query" }],
        });
      }
      return JSON.parse(payload) as Position;
    },
  };
}
