import type { z } from 'zod';
import { limits } from '../names';
import { type ApiRoute, pathParameters } from '../routes';
import { type Json, toJsonSchema } from './toJsonSchema';

/** Nothing of ours has U+0000 in its name, and an address that holds it is refused. */
const WITHOUT_NUL = '^[^\\u0000]*$';

/** The parameters of a route: of its path, its query and its headers. */
export function parametersOf(route: ApiRoute): Json[] {
  const { path, params, query } = route;
  const known: Record<string, z.ZodType> = { ...pathParameters, ...params };
  const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) =>
    parameter(name, 'path', { ...toJsonSchema(known[name]), required: true }),
  );
  return [...inPath, ...(query ? inQuery(query) : []), ...inHeaders(route)];
}

function inQuery(query: z.ZodObject): Json[] {
  const { properties, required = [] } = toJsonSchema(query) as {
    properties: Record<string, Json>;
    required?: string[];
  };
  return Object.entries(properties).map(([name, schema]) => ({
    ...parameter(name, 'query', {
      ...schema,
      required: required.includes(name),
    }),
    // `tag=a,b`; `tag=a&tag=b` says the same.
    ...(schema.type === 'array' && { style: 'form', explode: false }),
  }));
}

function inHeaders(route: ApiRoute): Json[] {
  const { repeatable, conditional, resumable } = route;
  return [
    ...(resumable
      ? [
          parameter('Last-Event-ID', 'header', {
            description:
              'Id of the last event that the client knows, or 0; one that is yet to come is refused with 400, and an empty one does not count',
            type: 'string',
            pattern: '^([0-9]{1,15})?$',
          }),
        ]
      : []),
    ...(conditional
      ? [
          parameter('If-Match', 'header', {
            required: true,
            description:
              'The `ETag` that was last read. 428 without it, 412 when the thing was changed since.',
            type: 'string',
            pattern: '^"[0-9]{1,15}"$',
          }),
        ]
      : []),
    ...(isRevalidated(route)
      ? [
          parameter('If-None-Match', 'header', {
            description:
              'The `ETag` that was last read; 304 when nothing was changed since.',
            type: 'string',
          }),
        ]
      : []),
    ...(repeatable
      ? [
          parameter('Idempotency-Key', 'header', {
            description:
              'Sent again within 24 hours, the request happens once and gets the same answer; 409 when it was another request.',
            type: 'string',
            pattern: '^[!-~]+$',
            minLength: 1,
            maxLength: limits.idempotencyKeyLength,
          }),
        ]
      : []),
  ];
}

/** Whether a client may ask if it still has the newest (RFC 9110, section 13.1.2). */
export function isRevalidated({ method, headers }: ApiRoute): boolean {
  return method === 'get' && headers?.includes('ETag') === true;
}

function parameter(
  name: string,
  place: 'path' | 'query' | 'header',
  { description, required = false, ...schema }: Json,
): Json {
  return {
    name,
    in: place,
    description,
    required,
    schema: place === 'header' ? schema : withoutNul(schema),
  };
}

function withoutNul(schema: Json): Json {
  if (schema.type === 'array') {
    return { ...schema, items: withoutNul(schema.items as Json) };
  }
  const isText =
    schema.type === 'string' &&
    !['enum', 'format', 'pattern'].some(each => each in schema);
  return isText ? { ...schema, pattern: WITHOUT_NUL } : schema;
}
