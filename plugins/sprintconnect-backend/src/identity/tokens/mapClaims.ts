import { RefusedCredential } from '../credentials/RefusedCredential';
import type {
  Binding,
  VerifiedCredential,
} from '../credentials/VerifiedCredential';
import type { IssuerSettings } from '../credentials/IdentitySettings';
import { ORGANISATION_ID } from '../../organisations';

type Claims = Record<string, unknown>;

const SUBJECT_MAX = 255;
const NAMES_MAX = 200;

/** Whom the claims of a verified token stand for. Throws {@link RefusedCredential} when they do not say. */
export function mapClaims(
  settings: IssuerSettings,
  claims: Claims,
  defaultOrganisation: string,
): VerifiedCredential {
  const { issuer, claims: names } = settings;
  const subject = claimOf(claims, names.subject);
  if (typeof subject !== 'string' || !isSubject(subject)) {
    throw refused(`The token's claim ${names.subject} doesn't name a subject.`);
  }
  return {
    caller: { type: 'agent', ref: `${issuer}#${subject}` },
    orgId: names.organisation
      ? organisationOf(claims, names.organisation)
      : defaultOrganisation,
    roles: names.roles ? namesOf(claimOf(claims, names.roles)) : [],
    scopes: names.scopes ? namesOf(claimOf(claims, names.scopes)) : [],
    binding: bindingOf(settings, claims.cnf),
  };
}

function isSubject(text: string): boolean {
  return text.length > 0 && text.length <= SUBJECT_MAX && !/\p{Cc}/u.test(text);
}

function organisationOf(claims: Claims, name: string): string {
  const organisation = claimOf(claims, name);
  if (typeof organisation !== 'string' || !ORGANISATION_ID.test(organisation)) {
    throw refused(`The token's claim ${name} doesn't name an organisation.`);
  }
  return organisation;
}

/** The claim of that very name, else the one that its dots lead to: `realm_access.roles`. */
function claimOf(claims: Claims, name: string): unknown {
  if (Object.hasOwn(claims, name)) return claims[name];
  return name.split('.').reduce<unknown>((value, step) => {
    const isObject = typeof value === 'object' && value !== null;
    return isObject && Object.hasOwn(value, step)
      ? (value as Claims)[step]
      : undefined;
  }, claims);
}

/** A list, or one string with spaces (RFC 6749, section 3.3). */
function namesOf(value: unknown): string[] {
  const list = typeof value === 'string' ? value.split(' ') : value;
  if (!Array.isArray(list)) return [];
  return list
    .filter((each): each is string => typeof each === 'string' && each !== '')
    .slice(0, NAMES_MAX);
}

/** A confirmation that we do not understand is one that we cannot check (RFC 7800, section 3.1). */
function bindingOf(
  settings: IssuerSettings,
  cnf: unknown,
): Binding | undefined {
  const { jkt, 'x5t#S256': certificate } = (cnf ?? {}) as Claims;
  const thumbprints = [jkt, certificate].filter(each => each !== undefined);
  const isBound = thumbprints.length > 0;
  if (cnf !== undefined && !(isBound && thumbprints.every(isThumbprint))) {
    throw refused("The token is bound in a way that isn't supported.");
  }
  const binding = {
    ...(jkt !== undefined && { jkt }),
    ...(certificate !== undefined && { certificate }),
  } as Binding;
  const needed = { dpop: binding.jkt, mtls: binding.certificate };
  if (settings.requireBinding && !needed[settings.requireBinding]) {
    throw refused(
      `Tokens from ${settings.issuer} must be bound to their holder's key (${settings.requireBinding}).`,
    );
  }
  return isBound ? binding : undefined;
}

function isThumbprint(value: unknown): boolean {
  return typeof value === 'string' && /^[A-Za-z0-9_-]{43}$/.test(value);
}

function refused(detail: string): RefusedCredential {
  return new RefusedCredential(detail, { code: 'invalid_token' });
}
