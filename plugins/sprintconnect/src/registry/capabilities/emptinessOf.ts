import { resolveReference } from './resolveReference';
import { isSchema } from './schema';

/** These say nothing of what is accepted. */
const SILENT = [
  '$comment',
  '$defs',
  '$id',
  '$schema',
  'default',
  'definitions',
  'description',
  'examples',
  'title',
];

/**
 * What a schema allows that has no property to show: `none`, no property at all; `any`, whatever there is; `unknown`, something
 * that only the schema itself says. Pure.
 */
export function emptinessOf(value: unknown): 'none' | 'any' | 'unknown' {
  if (value === true) return 'any';
  if (!isSchema(value)) return 'unknown';
  const { schema } = resolveReference(value, value, ['#']);
  const {
    type = 'object',
    properties = {},
    additionalProperties,
    required = [],
    ...rest
  } = schema;
  const says = Object.keys(rest).filter(keyword => !SILENT.includes(keyword));
  const isEmptyObject =
    type === 'object' &&
    isSchema(properties) &&
    Object.keys(properties).length === 0 &&
    Array.isArray(required) &&
    required.length === 0 &&
    says.length === 0;
  if (!isEmptyObject) return 'unknown';
  if (additionalProperties === false) return 'none';
  return additionalProperties === undefined ? 'any' : 'unknown';
}
