import type { z as z3 } from 'zod/v3';

type Z = typeof z3;
/** As much of JSON Schema as zod 4 writes for the schemas of sprintconnect-common. */
type Json = Record<string, unknown>;
interface Way {
  z: Z;
  isTrusted: boolean;
}

/**
 * A schema of zod 3, which is all that Backstage's actions registry takes (backstage#35030), with the meaning of a JSON Schema: so the
 * schemas of sprintconnect-common are written once. Pure. Throws for a keyword that it does not know where that would weaken the schema.
 *
 * @param options - `isTrusted` leaves texts and numbers unjudged: what we answer ourselves needs no check of its spelling. Default: false
 */
export function toZodV3(
  z: Z,
  json: Json,
  { isTrusted = false }: { isTrusted?: boolean } = {},
): z3.ZodTypeAny {
  return withNotes(typeOf(json, { z, isTrusted }), json);
}

function withNotes(type: z3.ZodTypeAny, json: Json): z3.ZodTypeAny {
  const { description, default: byDefault } = json;
  const described =
    typeof description === 'string' ? type.describe(description) : type;
  return byDefault === undefined ? described : described.default(byDefault);
}

function typeOf(json: Json, way: Way): z3.ZodTypeAny {
  const { z } = way;
  const { type, const: only, enum: values } = json;
  const choices = (json.anyOf ?? json.oneOf) as Json[] | undefined;
  if (only !== undefined) return z.literal(only as string);
  if (values) return z.enum(values as [string, ...string[]]);
  if (choices) return unionOf(choices, way);
  if (Array.isArray(type)) {
    return unionOf(
      type.map(each => ({ ...json, type: each, description: undefined })),
      way,
    );
  }
  switch (type) {
    case undefined:
      return z.unknown();
    case 'null':
      return z.null();
    case 'boolean':
      return z.boolean();
    case 'string':
      return textOf(json, way);
    case 'number':
    case 'integer':
      return numberOf(json, way);
    case 'array':
      return listOf(json, way);
    case 'object':
      return objectOf(json, way);
    default:
      throw new Error(`No schema of zod 3 for the type ${String(type)}`);
  }
}

function unionOf(choices: Json[], { z, isTrusted }: Way): z3.ZodTypeAny {
  const all = choices.map(each => toZodV3(z, each, { isTrusted }));
  return all.length === 1
    ? all[0]
    : z.union(all as [z3.ZodTypeAny, z3.ZodTypeAny]);
}

function textOf(json: Json, { z, isTrusted }: Way): z3.ZodTypeAny {
  const { minLength, maxLength, pattern } = json;
  let text = z.string();
  if (isTrusted) return text;
  if (typeof minLength === 'number') text = text.min(minLength);
  if (typeof maxLength === 'number') text = text.max(maxLength);
  // As JSON Schema reads it (2020-12, section 6.4).
  if (typeof pattern === 'string') text = text.regex(new RegExp(pattern, 'u'));
  return text;
}

function numberOf(json: Json, { z, isTrusted }: Way): z3.ZodTypeAny {
  const { type, minimum, maximum } = json;
  let number = type === 'integer' ? z.number().int() : z.number();
  if (isTrusted) return number;
  if (isBound(minimum)) number = number.min(minimum);
  if (isBound(maximum)) number = number.max(maximum);
  return number;
}

/** zod 4 says of every integer how large one can be. */
function isBound(value: unknown): value is number {
  return (
    typeof value === 'number' && Math.abs(value) !== Number.MAX_SAFE_INTEGER
  );
}

function listOf(json: Json, { z, isTrusted }: Way): z3.ZodTypeAny {
  const { items, minItems, maxItems } = json;
  let list = z.array(toZodV3(z, (items ?? {}) as Json, { isTrusted }));
  if (typeof minItems === 'number') list = list.min(minItems);
  if (typeof maxItems === 'number') list = list.max(maxItems);
  return list;
}

function objectOf(json: Json, { z, isTrusted }: Way): z3.ZodTypeAny {
  const { properties, additionalProperties: others } = json;
  if (!properties) {
    const values = typeof others === 'object' ? (others as Json) : {};
    return z.record(toZodV3(z, values, { isTrusted }));
  }
  const required = (json.required ?? []) as string[];
  const object = z.object(
    Object.fromEntries(
      Object.entries(properties as Record<string, Json>).map(([name, each]) => {
        const type = toZodV3(z, each, { isTrusted });
        // What has a default is there in any case, and "optional" would pass over it.
        const isThere = required.includes(name) || each.default !== undefined;
        return [name, isThere ? type : type.optional()];
      }),
    ),
  );
  return others === false ? object.strict() : object;
}
