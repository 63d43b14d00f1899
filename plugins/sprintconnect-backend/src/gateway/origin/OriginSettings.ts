import { z } from 'zod';
import { list } from '../../settings';

/** What the section `sprintconnect.gateway` says of who may reach the MCP endpoints by which name, and from which pages. */
export const originSettingsSchema = z.strictObject({
  /** Names by which the backend is reached besides those of the base URLs and of loopback. Ports do not matter. */
  allowedHosts: list(
    z
      .hostname("isn't a host name; leave out scheme and port")
      .transform(name => name.toLowerCase()),
  ),
  /** Origins of pages that may ask, besides those of the base URLs. */
  allowedOrigins: list(
    z
      .url({ protocol: /^https?$/ })
      .refine(
        url => URL.canParse(url) && new URL(url).origin === url,
        'must be an origin, such as https://inspector.example, without a path',
      ),
  ),
});

export type OriginSettings = z.output<typeof originSettingsSchema>;
