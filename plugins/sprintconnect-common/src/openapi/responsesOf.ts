import type { ApiRoute } from '../routes';
import { referTo } from './components';
import { isRevalidated } from './parametersOf';
import type { Json } from './toJsonSchema';
import { responseHeaders, type ResponseHeader } from './responseHeaders';

const MEANINGS: Record<number, string> = {
  200: 'Done',
  201: 'Made',
  202: 'Queued',
  204: 'Done, nothing to say',
  304: 'Nothing was changed since the ETag of If-None-Match',
  400: 'Malformed or invalid; "errors" lists every fault with its JSON path',
  401: 'Nobody was authenticated',
  403: 'The caller may not; "detail" names the permission',
  404: 'Not there, or not visible to this caller',
  409: 'In conflict with what is there',
  412: 'If-Match is stale',
  413: 'The body is larger than 256 KiB',
  415: 'The body is not JSON in UTF-8',
  422: 'Well-formed, and cannot be done',
  428: 'If-Match is missing',
  429: 'Too much; Retry-After says when to come back',
  500: 'Something failed inside; the log knows it under the request id',
  502: 'What it depends on failed',
  503: 'Not working now, or what it depends on does not; try again later',
  504: 'What it depends on did not answer in time',
};
/** What any route with a caller may answer. */
const OF_CALLERS = [400, 401, 403, 429, 500, 503];
/** A body is read, and judged, wherever one may be sent. */
const OF_BODIES = [413, 415];
const OF_LIMITS = [
  'RateLimit-Limit',
  'RateLimit-Remaining',
  'RateLimit-Reset',
  'DPoP-Nonce',
] as const;

/** A schema of OpenAPI 3.1 is about the whole answer, and says nothing of its parts; the route says what they are. */
const STREAMED = {};

/** What a route may answer, by status. */
export function responsesOf(route: ApiRoute): Record<string, Json> {
  return Object.fromEntries([
    [route.status, answerOf(route)],
    ...(isRevalidated(route)
      ? [[304, { description: MEANINGS[304], headers: headersOf(route, 304) }]]
      : []),
    ...problemsOf(route).map(status => [
      status,
      {
        description: route.notes?.[status] ?? MEANINGS[status],
        headers: headersOf(route, status),
        content: {
          'application/problem+json': { schema: referTo('Problem') },
        },
      },
    ]),
  ]);
}

function problemsOf(route: ApiRoute): number[] {
  const { method, problems, open, repeatable, conditional } = route;
  return [
    ...new Set([
      ...problems,
      ...(open ? [] : OF_CALLERS),
      ...(method === 'get' ? [] : OF_BODIES),
      ...(repeatable ? [409] : []),
      ...(conditional ? [412, 428] : []),
    ]),
  ].sort();
}

function answerOf(route: ApiRoute): Json {
  const { status, answer, streams, links } = route;
  const content = [
    ...(answer ? [['application/json', referTo(answer)]] : []),
    ...(streams ?? []).map(type => [type, STREAMED]),
  ];
  return {
    description: MEANINGS[status],
    headers: headersOf(route, status),
    ...(content.length > 0 && {
      content: Object.fromEntries(
        content.map(([type, schema]) => [type, { schema }]),
      ),
    }),
    ...(links && { links }),
  };
}

function headersOf(route: ApiRoute, status: number): Json {
  const isDone = status === route.status;
  const names: ResponseHeader[] = [
    'X-Request-Id',
    ...(route.open ? [] : OF_LIMITS),
    ...((isDone && route.headers) || []),
    ...(status === 304 ? (['ETag'] as const) : []),
    ...(isDone && route.repeatable ? (['Idempotency-Replayed'] as const) : []),
    ...(status === 401 ? (['WWW-Authenticate'] as const) : []),
    ...(status === 429 ? (['Retry-After'] as const) : []),
  ];
  return {
    ...Object.fromEntries(
      names.map(name => [name, { $ref: `#/components/headers/${name}` }]),
    ),
    // Not each failure knows how long it lasts.
    ...(status === 503 && {
      'Retry-After': { ...responseHeaders['Retry-After'], required: false },
    }),
  };
}
