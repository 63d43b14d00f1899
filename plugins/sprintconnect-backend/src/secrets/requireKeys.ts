import { InputError } from '@backstage/errors';
import type { SecretSettings } from './SecretSettings';

/** Refuses a production portal that could only seal with a key that lies beside what it seals. Throws InputError. */
export function requireKeys({ keys }: SecretSettings): void {
  if (keys.length > 0) return;
  throw new InputError(
    "sprintconnect.secrets.keys is required in production: its first key seals the credentials of servers. Make a key with the command \"openssl rand -base64 32\", keep it where you keep your passwords, and add to the configuration: sprintconnect: { secrets: { keys: [{ id: '1', secret: '${SPRINTCONNECT_SECRETS_KEY}' }] } }",
  );
}
