import Ajv from 'ajv';
import type { ErrorObject, Options, ValidateFunction } from 'ajv';
import Ajv2020 from 'ajv/dist/2020';
import { LRUCache } from 'lru-cache';
import type {
  Fault,
  JsonObject,
} from '@sprintconnect/plugin-sprintconnect-common';
import { isDeeperThan } from '../../registry';
import { faultsOf } from './faultsOf';
import { OutOfTime, withinTime } from './withinTime';

/** What a value is to be measured by. */
export interface Judging {
  schema: JsonObject;
  /** Stands for the schema in the cache: the digest of the capability, and which of its schemas. */
  key: string;
  /** How paths begin, such as `arguments`. */
  root: string;
}

/** Either may be absent: what is wrong with the value, and why it could not be judged. */
export interface Verdict {
  faults?: Fault[];
  /** For people: the schema says something that nobody here can judge by. The value is neither right nor wrong then. */
  note?: string;
}

/** Judges by the schemas of strangers: bounded in size, in depth, and in time. */
export interface SchemaJudge {
  judge(value: unknown, by: Judging): Verdict;
}

const KEPT_MAX = 1_000;
const SCHEMA_BYTES_MAX = 128 * 1024;
const SCHEMA_DEPTH_MAX = 64;
const COMPILE_MS = 1_000;
const JUDGE_MS = 100;
/** Every fault of a value larger than this would be more than anybody reads. */
const ALL_FAULTS_BYTES_MAX = 64 * 1024;
/** Without these keywords the time is that of the size of the value. */
const MAYBE_SLOW =
  /"(pattern|patternProperties|uniqueItems|\$ref|\$dynamicRef|\$recursiveRef)"/;

/** Of JSON Schema, draft 2020-12, which MCP takes for the default (SEP-1613), and of draft-07 where `$schema` says so. */
const OPTIONS: Options = {
  strict: false,
  logger: false,
  // Formats are an annotation in 2020-12.
  validateFormats: false,
  validateSchema: false,
  meta: false,
  addUsedSchema: false,
  // What many references lead to would be written out as often.
  inlineRefs: false,
  ownProperties: true,
};

interface Compiled {
  validate?: ValidateFunction;
  note?: string;
  isSlow: boolean;
}

/** Compiles each schema once, and keeps those that were used last. A reference that leaves the schema is never followed. */
export function createSchemaJudge(): SchemaJudge {
  const kept = new LRUCache<string, Compiled>({ max: KEPT_MAX });
  const compiled = ({ schema, key }: Judging, allErrors: boolean) => {
    const place = `${allErrors ? 'all' : 'first'} ${key}`;
    const known = kept.get(place);
    if (known) return known;
    const made = compile(schema, allErrors);
    kept.set(place, made);
    return made;
  };
  return {
    judge(value, by) {
      const first = compiled(by, false);
      if (!first.validate) return { note: first.note };
      try {
        const errors = errorsOf(value, first);
        if (errors.length === 0) return {};
        const isSmall = JSON.stringify(value)?.length <= ALL_FAULTS_BYTES_MAX;
        const all = isSmall ? errorsOf(value, compiled(by, true)) : errors;
        return { faults: faultsOf(all, by.root) };
      } catch (error) {
        return { note: whyNot(error) };
      }
    },
  };
}

function compile(schema: JsonObject, allErrors: boolean): Compiled {
  const tooDeep = isDeeperThan(schema, SCHEMA_DEPTH_MAX);
  const text = tooDeep ? '' : JSON.stringify(schema);
  if (tooDeep || text.length > SCHEMA_BYTES_MAX) {
    return { isSlow: false, note: 'The schema is too large to judge by.' };
  }
  const isSlow = MAYBE_SLOW.test(text);
  try {
    // One each: what a schema calls itself must mean nothing to that of another server.
    const ajv = isDraft7(schema)
      ? new Ajv({ ...OPTIONS, allErrors })
      : new Ajv2020({ ...OPTIONS, allErrors });
    const { $schema: _dialect, ...rest } = schema;
    return {
      isSlow,
      validate: withinTime(COMPILE_MS, () => ajv.compile(rest)),
    };
  } catch (error) {
    return { isSlow, note: whyNot(error) };
  }
}

function isDraft7({ $schema }: JsonObject): boolean {
  return typeof $schema === 'string' && /draft-0[4-7]\b/.test($schema);
}

function errorsOf(
  value: unknown,
  { validate, isSlow }: Compiled,
): readonly ErrorObject[] {
  if (!validate) return [];
  const isRight = isSlow
    ? withinTime(JUDGE_MS, () => validate(value))
    : validate(value);
  return isRight ? [] : (validate.errors ?? []);
}

function whyNot(error: unknown): string {
  return error instanceof OutOfTime
    ? 'Judging by the schema takes too long.'
    : 'The schema is not one that can be judged by.';
}
