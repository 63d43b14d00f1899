/** What a 400 also means to a registration: what only an installation knows, and no schema. */
export const NOT_HERE =
  'Malformed or invalid, or not allowed in this installation: an environment or a stdio entry that is not configured, a destination that egress refuses, a header whose name tells of a secret; "errors" lists every fault with its JSON path';
