import type {
  Capability,
  JsonObject,
} from '@sprintconnect/plugin-sprintconnect-common';
import { asTexts, isObject } from './arguments/givenSchema';

/** Names of what has to be given. Of tools the backend judges that, with all else that their schema says. Pure. */
export function missingArguments(
  kind: Capability['kind'],
  schema: unknown,
  given: JsonObject,
): string[] {
  if (kind !== 'prompt' || !isObject(schema)) return [];
  return asTexts(schema.required).filter(name => given[name] === undefined);
}
