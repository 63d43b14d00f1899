/** An object of JSON: its values are of JSON, too, but nobody has looked at them. @public */
export type JsonObject = { [name: string]: unknown };
