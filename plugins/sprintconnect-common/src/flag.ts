import { z } from 'zod';

/** A yes or no in a query: `true`, `1`, `false` or `0`, in either case. */
export const flagSchema = z
  .stringbool({ truthy: ['true', '1'], falsy: ['false', '0'] })
  .meta({ pattern: '^([Tt][Rr][Uu][Ee]|[Ff][Aa][Ll][Ss][Ee]|[01])$' });
