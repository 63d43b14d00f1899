import type { Capability } from '@sprintconnect/plugin-sprintconnect-common';
import { asTexts, type Given, isObject } from './givenSchema';
import { variablesOf } from './uriTemplate';

/** JSON Schema of what has to be given to use a capability. Pure. */
export function askedSchema(
  capability: Pick<Capability, 'kind' | 'name' | 'inputSchema' | 'definition'>,
): unknown {
  const { kind, name, inputSchema, definition } = capability;
  switch (kind) {
    case 'tool':
      return inputSchema ?? definition.inputSchema;
    case 'prompt':
      return promptSchema(definition.arguments);
    case 'resource-template':
      return textsSchema(variablesOf(name).map(each => ({ name: each })));
    default:
      return textsSchema([]);
  }
}

/** Arguments of a prompt are texts (MCP, Prompts, `PromptArgument`). */
function promptSchema(given: unknown): Given {
  const all = Array.isArray(given) ? given.filter(isObject) : [];
  return textsSchema(
    all.filter(({ name }) => typeof name === 'string') as (Given & {
      name: string;
    })[],
  );
}

function textsSchema(texts: readonly (Given & { name: string })[]): Given {
  return {
    type: 'object',
    required: asTexts(
      texts.filter(each => each.required === true).map(({ name }) => name),
    ),
    properties: Object.fromEntries(
      texts.map(({ name, title, description }) => [
        name,
        { type: 'string', title, description },
      ]),
    ),
  };
}
