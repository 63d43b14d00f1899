import { z } from 'zod';
import {
  eraSchema,
  listFaultSchema,
  registerServerSchema,
  serverSchema,
} from './servers';

/**
 * Body of `POST /v1/servers/test`: that of a registration, of which only `remotes` must be there. The rest is checked as it
 * is for a registration. `connectTimeoutMs` is used as a discovery would use it; the test, which ends after 30 seconds, may take so much
 * longer.
 *
 * @public
 */
export const testServerSchema = registerServerSchema
  .partial()
  .required({ remotes: true });
/** What {@link testServerSchema} accepts. @public */
export type TestServer = z.infer<typeof testServerSchema>;

/**
 * Answer of `POST /v1/servers/test`: what a discovery of these remotes would find now. `tools` holds the first
 * ten tools in the order of the server, with descriptions of at most 500 UTF-16 code units; `remote` is the index of the
 * remote that answered. `listFaults` says which lists could not be read whole.
 *
 * @public
 */
export const serverTestSchema = z.object({
  remote: z.number().int(),
  era: eraSchema,
  protocolVersion: z.string(),
  serverInfo: serverSchema.shape.serverInfo,
  counts: serverSchema.shape.counts,
  tools: z.array(
    z.object({
      name: z.string(),
      title: z.string().optional(),
      description: z.string().optional(),
    }),
  ),
  listFaults: z
    .array(
      listFaultSchema.pick({
        kind: true,
        code: true,
        message: true,
        leftOut: true,
      }),
    )
    .optional(),
});
/** What {@link serverTestSchema} accepts. @public */
export type ServerTest = z.infer<typeof serverTestSchema>;
