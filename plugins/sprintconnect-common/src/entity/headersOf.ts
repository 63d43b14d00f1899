import type { Fault } from '../problem';
import { isObject } from './remoteSourcesOf';

/**
 * The headers of a remote: server.json lists them as inputs with a name and perhaps a value, people write an object.
 * Every header that is not used is a fault, since requests without it may fail for no reason that anybody sees. Pure.
 */
export function headersOf(
  value: unknown,
  path: string,
  faults: Fault[],
): Record<string, string> | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'object') {
    faults.push({
      path,
      message: "isn't a list or object of headers; left out",
    });
    return undefined;
  }
  const headers: Record<string, string> = {};
  const known = new Set<string>();
  for (const [index, input] of inputsOf(value).entries()) {
    const message = faultOf(input, known);
    if (message === undefined) {
      const { name, value: content } = input as Record<string, string>;
      known.add(name.toLowerCase());
      headers[name] = content;
    } else if (isNamed(input)) {
      faults.push({ path, message: `header ${input.name} ${message}` });
    } else {
      faults.push({ path: `${path}[${index}]`, message });
    }
  }
  return known.size > 0 ? headers : undefined;
}

function inputsOf(value: object): unknown[] {
  return Array.isArray(value)
    ? value
    : Object.entries(value).map(([name, content]) => ({
        name,
        value: content,
      }));
}

function isNamed(input: unknown): input is { name: string } {
  return isObject(input) && typeof input.name === 'string';
}

function faultOf(input: unknown, known: Set<string>): string | undefined {
  if (!isNamed(input)) {
    return "isn't an object with name and value; left out";
  }
  const { name, value, isSecret } = input as Record<string, unknown>;
  if (isSecret === true) return 'is secret; left out';
  if (known.has(String(name).toLowerCase())) {
    return 'is listed twice; the first is used';
  }
  if (typeof value === 'number' || typeof value === 'boolean') {
    return "has a value that isn't text; left out. Put the value in quotes.";
  }
  return typeof value !== 'string' || /\{[^}]*\}/.test(value)
    ? 'has no fixed value; left out'
    : undefined;
}
