import type { Schema } from './schema';

/** The arguments of a prompt (MCP 2025-11-25, Prompts) as a schema, so that they read like those of a tool. */
export function argumentsSchema(given: unknown): Schema {
  const named = (Array.isArray(given) ? given : []).filter(
    (
      each,
    ): each is {
      name: string;
      title?: string;
      description?: string;
      required?: boolean;
    } =>
      typeof each === 'object' &&
      each !== null &&
      typeof each.name === 'string',
  );
  return {
    type: 'object',
    additionalProperties: false,
    properties: Object.fromEntries(
      named.map(({ name, title, description }) => [
        name,
        { type: 'string', description: description ?? title },
      ]),
    ),
    required: named
      .filter(each => each.required === true)
      .map(each => each.name),
  };
}
