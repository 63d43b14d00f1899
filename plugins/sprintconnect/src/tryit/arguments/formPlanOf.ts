import {
  type FormPlan,
  type FormSchema,
  JSON_PLACE,
  OPTION,
} from './FormSchema';
import {
  asTexts,
  describedBy,
  isObject,
  type Given,
  isMissing,
  lookUp,
  merged,
  withoutNull,
} from './givenSchema';

const FIELDS_MAX = 400;
/** Schemas that are looked at on the way to the fields. */
const LOOKS_MAX = 4_000;
/** Deeper places are typed as JSON: nobody would find their way. */
const LEVELS_MAX = 6;
const OPTIONS_MAX = 20;
const VALUES_MAX = 500;

/** Where a schema stands. */
interface Place {
  level: number;
  /** References that were followed to come here. */
  seen: readonly string[];
}

class TooLarge extends Error {}

/** Rules that no field of a form can keep; the backend judges by them all the same. */
const BEYOND_FIELDS = [
  'if',
  'not',
  'patternProperties',
  'dependentSchemas',
  'dependentRequired',
  'dependencies',
  'propertyNames',
  'unevaluatedProperties',
];

/** Arguments are an object, whichever of several it is. */
function isOfFields({ type, properties, anyOf }: FormSchema): boolean {
  if (type === 'object') return properties !== undefined;
  return Boolean(
    anyOf?.every(each => isObject(each) && each.type === 'object'),
  );
}

class FormBuilder {
  isPartial = false;
  readonly #root: Given;
  #fields = 0;
  #looks = 0;

  constructor(root: Given) {
    this.#root = root;
  }

  place(given: unknown, at: Place): FormSchema {
    this.#fields += 1;
    if (this.#fields > FIELDS_MAX) throw new TooLarge();
    if (!isObject(given)) return json({});
    const found = this.#resolved(given, at);
    if (!found) return json(describedBy(given));
    const { schema, seen } = found;
    if (BEYOND_FIELDS.some(name => name in schema)) this.isPartial = true;
    if (at.level > LEVELS_MAX) return json(describedBy(schema));
    return this.#shown(schema, { level: at.level + 1, seen });
  }

  /** Without references, `allOf` and null; undefined where that does not end. */
  #resolved(
    given: Given,
    { seen }: Place,
  ): { schema: Given; seen: readonly string[] } | undefined {
    this.#looks += 1;
    if (this.#looks > LOOKS_MAX) throw new TooLarge();
    let schema = given;
    let path = seen;
    while (typeof schema.$ref === 'string') {
      const { $ref: reference, ...beside } = schema;
      const target = lookUp(this.#root, reference);
      if (!target || path.includes(reference)) return undefined;
      path = [...path, reference];
      schema = { ...target, ...beside };
    }
    const whole = this.#withAllOf(schema, path);
    const { schema: some, isNullable } = withoutNull(whole);
    // Only one of several that may be null was a reference.
    if (isNullable && typeof some.$ref === 'string') {
      return this.#resolved(some, { level: 0, seen: path });
    }
    return { schema: some, seen: path };
  }

  #withAllOf(schema: Given, seen: readonly string[]): Given {
    if (!Array.isArray(schema.allOf)) return schema;
    const { allOf, ...own } = schema;
    return allOf.slice(0, OPTIONS_MAX).reduce<Given>((whole, part) => {
      const found = isObject(part)
        ? this.#resolved(part, { level: 0, seen })
        : undefined;
      if (!found) {
        this.isPartial = true;
        return whole;
      }
      if (BEYOND_FIELDS.some(name => name in found.schema)) {
        this.isPartial = true;
      }
      return merged(whole, found.schema);
    }, own);
  }

  #shown(schema: Given, at: Place): FormSchema {
    const described = describedBy(schema);
    if ('const' in schema) {
      return { ...described, const: schema.const as never };
    }
    if (Array.isArray(schema.enum)) return this.#choice(schema.enum, described);
    const options = schema.oneOf ?? schema.anyOf;
    if (Array.isArray(options)) {
      const shown = this.#options(options, { schema, at });
      if (shown) return { ...shown, ...described };
    }
    if (Array.isArray(schema.type)) {
      const types = asTexts(schema.type).slice(0, OPTIONS_MAX);
      return {
        ...described,
        anyOf: types.map(type => this.#option({ ...schema, type }, at)),
      };
    }
    return this.#typed(schema, { at, described });
  }

  #choice(values: unknown[], described: FormSchema): FormSchema {
    const usable = values.filter(each => !isObject(each) && !isMissing(each));
    return usable.length > 0 && usable.length <= VALUES_MAX
      ? { ...described, enum: usable as never }
      : json(described);
  }

  /** Undefined where they only narrow what the schema says beside them. */
  #options(
    options: unknown[],
    { schema, at }: { schema: Given; at: Place },
  ): FormSchema | undefined {
    const constants = options.filter(each => isObject(each) && 'const' in each);
    if (constants.length === options.length && options.length <= VALUES_MAX) {
      return {
        oneOf: (constants as Given[]).map(({ const: value, title }) => ({
          const: value as never,
          title: typeof title === 'string' ? title : String(value),
        })),
      };
    }
    const says = isObject(schema.properties) || options.length > OPTIONS_MAX;
    if (says) {
      this.isPartial = true;
      return undefined;
    }
    return { anyOf: options.map(each => this.#option(each, at)) };
  }

  #option(given: unknown, at: Place): FormSchema {
    const { title, ...shown } = this.place(given, at);
    return { ...shown, title: title ?? optionTitle(shown), $comment: OPTION };
  }

  #typed(
    schema: Given,
    { at, described }: { at: Place; described: FormSchema },
  ): FormSchema {
    const type = (schema.type ??
      (schema.properties ? 'object' : undefined)) as FormSchema['type'];
    switch (type) {
      case 'string':
        return {
          ...described,
          ...picked(schema, ['format', 'minLength', 'maxLength']),
          type: 'string',
        };
      case 'number':
      case 'integer':
        return {
          ...described,
          ...picked(schema, ['minimum', 'maximum']),
          type,
        };
      case 'boolean':
      case 'null':
        return { ...described, type };
      case 'array':
        return this.#list(schema, { at, described });
      case 'object':
        return this.#fieldsOf(schema, { at, described });
      default:
        return json(described);
    }
  }

  #list(
    { items, uniqueItems, ...schema }: Given,
    { at, described }: { at: Place; described: FormSchema },
  ): FormSchema {
    if (!isObject(items) || 'prefixItems' in schema) return json(described);
    const item = this.place(items, at);
    return {
      ...described,
      ...picked(schema, ['minItems', 'maxItems']),
      // A choice of several; else it would only forbid, which the backend does.
      ...(item.enum && uniqueItems === true && { uniqueItems }),
      type: 'array',
      items: item,
    };
  }

  #fieldsOf(
    schema: Given,
    { at, described }: { at: Place; described: FormSchema },
  ): FormSchema {
    const { properties, additionalProperties: others } = schema;
    const names = isObject(properties) ? Object.keys(properties) : [];
    // The library takes what every object inherits for a value of the field.
    if (names.some(each => each in Object.prototype)) return json(described);
    if (names.length === 0 && at.level > 1) {
      return isObject(others)
        ? {
            ...described,
            type: 'object',
            additionalProperties: this.place(others, at),
          }
        : json(described);
    }
    const required = asTexts(schema.required);
    const first = [
      ...names.filter(each => required.includes(each)),
      ...names.filter(each => !required.includes(each)),
    ];
    return {
      ...described,
      type: 'object',
      required,
      properties: Object.fromEntries(
        first.map(name => [name, this.place((properties as Given)[name], at)]),
      ),
    };
  }
}

/**
 * The form for an input schema (JSON Schema 2020-12). Pure, and quick whatever the schema is: references that lead in circles, or out of
 * the schema, end in a field for JSON, as does whatever is too deep or has no fields. Patterns are left out, because they run in the
 * browser and may take for ever; the backend judges by them within a time.
 */
export function formPlanOf(schema: unknown): FormPlan {
  if (!isObject(schema)) return { reason: 'unknown' };
  const builder = new FormBuilder(schema);
  try {
    const built = builder.place(schema, { level: 0, seen: [] });
    return isOfFields(built)
      ? { schema: built, isPartial: builder.isPartial }
      : { reason: 'unknown' };
  } catch (error) {
    if (error instanceof TooLarge) return { reason: 'too-large' };
    throw error;
  }
}

function json(described: FormSchema): FormSchema {
  return { ...described, $id: JSON_PLACE };
}

function picked(schema: Given, names: readonly string[]): FormSchema {
  const wanted = names.filter(name =>
    ['string', 'number'].includes(typeof schema[name]),
  );
  return Object.fromEntries(wanted.map(name => [name, schema[name]]));
}

/** What tells one option from the others: the value that only it has, or what it is. */
function optionTitle({ type, properties = {}, items }: FormSchema) {
  const fixed = Object.values(properties).find(
    each => isObject(each) && 'const' in each,
  );
  if (isObject(fixed)) return String(fixed.const);
  const item = isObject(items) && items.type;
  if (type === 'array' && item) return `array of ${item}`;
  return typeof type === 'string' ? type : undefined;
}
