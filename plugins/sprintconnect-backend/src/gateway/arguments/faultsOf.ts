import type { ErrorObject } from 'ajv';
import type { Fault } from '@sprintconnect/plugin-sprintconnect-common';

const FAULTS_MAX = 50;
const TEXT_MAX = 500;

/** What a validator found, each with its JSON path below `root`, in words for people. Pure. */
export function faultsOf(
  errors: readonly ErrorObject[],
  root: string,
): Fault[] {
  const own = errors.filter(({ keyword }) => keyword !== 'if');
  return own.slice(0, FAULTS_MAX).map(error => ({
    path: cut(pathOf(error, root)),
    message: cut(wordsOf(error)),
  }));
}

/** `/a/0/b~1c` below `arguments` as `arguments.a[0]["b/c"]` (RFC 6901). */
function pathOf({ instancePath, keyword, params }: ErrorObject, root: string) {
  const names = instancePath
    .split('/')
    .slice(1)
    .map(each => each.replaceAll('~1', '/').replaceAll('~0', '~'));
  if (keyword === 'required') names.push(String(params.missingProperty));
  if (keyword === 'additionalProperties') {
    names.push(String(params.additionalProperty));
  }
  if (keyword === 'unevaluatedProperties') {
    names.push(String(params.unevaluatedProperty));
  }
  return names.reduce(step, root);
}

function step(path: string, name: string): string {
  if (/^\d+$/.test(name)) return `${path}[${name}]`;
  return /^[A-Za-z_$][\w$]*$/.test(name)
    ? `${path}.${name}`
    : `${path}[${JSON.stringify(name)}]`;
}

function wordsOf({ keyword, params, message = 'is not valid' }: ErrorObject) {
  switch (keyword) {
    case 'required':
      return 'is required';
    case 'additionalProperties':
    case 'unevaluatedProperties':
      return 'is not known here';
    case 'enum':
      return `must be one of ${JSON.stringify(params.allowedValues)}`;
    case 'const':
      return `must be ${JSON.stringify(params.allowedValue)}`;
    case 'false schema':
      return 'is not allowed';
    default:
      return message;
  }
}

function cut(text: string): string {
  return text.length > TEXT_MAX ? `${text.slice(0, TEXT_MAX)}…` : text;
}
