import { z } from 'zod';

/** `sprintconnect.credentials`. */
export const credentialSettingsSchema = z.strictObject({
  /** Hosts to which credentials may be sent over http, which others on the way can read. Loopback always may. */
  allowHttp: z.array(z.string().min(1)).default([]),
});
/** What {@link credentialSettingsSchema} accepts. */
export type CredentialSettings = z.infer<typeof credentialSettingsSchema>;
