import { z } from 'zod';

const LOOPBACK = /^(localhost|127(\.\d+){3}|\[::1\])$/;

/** What goes there and back must not be read on the way; an agent beside the portal listens on loopback. */
function isSafeUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { hostname, protocol, pathname, search, username } = new URL(text);
  const isPlace = pathname === '/' && search === '' && username === '';
  return (
    isPlace &&
    (protocol === 'https:' || (protocol === 'http:' && LOOPBACK.test(hostname)))
  );
}

const text = z.string().min(1);

const authSchema = z
  .strictObject({
    token: text.optional(),
    tokenFile: text.optional(),
    appRole: z
      .strictObject({
        roleId: text,
        secretId: text.optional(),
        secretIdFile: text.optional(),
        mount: text.default('approle'),
      })
      .refine(
        ({ secretId, secretIdFile }) => !secretId || !secretIdFile,
        'must not have both secretId and secretIdFile',
      )
      .optional(),
    kubernetes: z
      .strictObject({
        role: text,
        tokenFile: text.default(
          '/var/run/secrets/kubernetes.io/serviceaccount/token',
        ),
        mount: text.default('kubernetes'),
      })
      .optional(),
  })
  .refine(
    auth => Object.values(auth).filter(each => each !== undefined).length === 1,
    'must have exactly one of token, tokenFile, appRole, and kubernetes',
  );

/** The section `sprintconnect.secrets.vault`: a HashiCorp Vault or an OpenBao, which speak alike. */
export const baoSettingsSchema = z.strictObject({
  url: z
    .string()
    .refine(
      isSafeUrl,
      'must be an https URL without a path; http only for localhost',
    ),
  namespace: text.optional(),
  caFile: text.optional(),
  auth: authSchema,
  /** Where references lead (`vault:`). */
  kv: z
    .strictObject({
      mount: text.default('secret'),
      path: text.default('sprintconnect'),
    })
    .optional(),
});

export type BaoSettings = z.output<typeof baoSettingsSchema>;
export type BaoAuth = BaoSettings['auth'];
