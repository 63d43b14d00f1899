/** What a 400 also means to a registration: what only an installation knows, and no schema. */
export const NOT_HERE =
  'Malformed or invalid, or not allowed in this installation: an environment or stdio entry that isn\'t configured, a timeout above that of the configuration, a destination that egress doesn\'t allow, or a header named like a secret; "errors" lists each error with its JSON path';
