import { CredentialError, type Presented } from '../../ports';
import type { GivenCredential } from './SealedContent';

/** A credential whose secrets are at hand: references are resolved. */
export type OpenedCredential = Exclude<
  GivenCredential,
  { type: 'oauth-client-credentials' | 'oauth-user' }
>;

type Shown = Pick<Presented, 'headers' | 'clientCertificate' | 'secrets'>;

/** What a header can hold (RFC 9110, section 5.5), without spaces around it. */
const HEADER_TEXT = /^[\x21-\x7e]([\t\x20-\x7e]*[\x21-\x7e])?$/;

/**
 * How a request carries it. A secret that is kept elsewhere often ends in a line break, which is left out. Throws for one that no header can
 * hold; the words say nothing of it. Pure.
 */
export function presentedBy(
  given: OpenedCredential,
  secretOf: (field: string) => string,
): Shown {
  switch (given.type) {
    case 'bearer': {
      const token = headerText(secretOf('secret'));
      return inHeader('authorization', `Bearer ${token}`, [token]);
    }
    case 'header': {
      const text = headerText(secretOf('secret'));
      return inHeader(given.name.toLowerCase(), text, [text]);
    }
    case 'basic': {
      const password = secretOf('password').replace(/\r?\n$/, '');
      const pair = `${given.username}:${password}`;
      const encoded = Buffer.from(pair).toString('base64');
      return inHeader('authorization', `Basic ${encoded}`, [encoded, password]);
    }
    default: {
      const passphrase = given.passphrase && secretOf('passphrase');
      const key = secretOf('privateKey');
      return {
        headers: {},
        clientCertificate: {
          cert: secretOf('certificate'),
          key,
          ...(passphrase && { passphrase }),
        },
        secrets: [key.trim()],
      };
    }
  }
}

/** A token for the client that the server trusts (RFC 6750, section 2.1). */
export function presentedToken(token: string): Shown {
  const text = headerText(token);
  return inHeader('authorization', `Bearer ${text}`, [text]);
}

function inHeader(name: string, value: string, secrets: string[]): Shown {
  return { headers: { [name]: value }, secrets };
}

function headerText(text: string): string {
  const line = text.trim();
  if (HEADER_TEXT.test(line)) return line;
  throw new CredentialError(
    "The credential contains characters that aren't allowed in a header, so nothing was sent. Give it anew.",
  );
}
