import {
  credentialInputSchema,
  type Fault,
} from '@sprintconnect/plugin-sprintconnect-common';
import type { Translate } from '../translation';
import {
  type CredentialDraft,
  type CredentialField,
  credentialOf,
  emptyCredential,
  endOf,
  isSecret,
  neededBy,
} from './credentialDraft';

/** What is wrong with one place of the form. */
export interface CredentialFault {
  field: CredentialField;
  message: string;
}

/** Everything wrong with the draft, by the same schema with which the backend checks it. No message holds what was typed. */
export function credentialFaults(
  draft: CredentialDraft,
  t: Translate,
): CredentialFault[] {
  const faults = new Map<CredentialField, CredentialFault>();
  const add = (field: CredentialField, message: string) => {
    // The first fault of a place is the one to mend first.
    if (!faults.has(field)) faults.set(field, { field, message });
  };
  for (const field of neededBy(draft)) {
    if (draft[field].trim() !== '') continue;
    add(
      field,
      t('credentials.faults.required', { field: labelOf(draft, field, t) }),
    );
  }
  if (draft.expiresAt && endOf(draft.expiresAt) <= new Date()) {
    add('expiresAt', t('credentials.faults.expired'));
  }
  const checked = credentialInputSchema.safeParse(credentialOf(draft));
  for (const issue of checked.error?.issues ?? []) {
    const field = fieldAt(draft, issue.path);
    if (field) add(field, sentence(draft, { field, issue }, t));
  }
  return [...faults.values()];
}

/**
 * What the backend found about a credential, at its place on the form. `at` is the path of the credential in the request, such
 * as `credential`; what is not of it is left out.
 */
export function answeredFaults(
  draft: CredentialDraft,
  { at, faults }: { at: string; faults: readonly Fault[] },
  t: Translate,
): CredentialFault[] {
  return faults.flatMap(({ path, message }) => {
    if (!path.startsWith(`${at}.`)) return [];
    const steps = path.slice(at.length + 1).split(/[.[]/);
    const field = fieldAt(draft, steps);
    if (!field) return [];
    return [{ field, message: said(labelOf(draft, field, t), message, t) }];
  });
}

/** What the backend found about a credential as a whole, such as that it cannot be sent to where the server is. */
export function answeredWhole(
  { at, faults }: { at: string; faults: readonly Fault[] },
  t: Translate,
): string | undefined {
  const found = faults.find(({ path }) => path === at || path === `${at}.type`);
  return found && said(t('credentials.choice.title'), found.message, t);
}

/** The name of a place, as the form has it. */
export function labelOf(
  draft: CredentialDraft,
  field: CredentialField,
  t: Translate,
): string {
  if (field === 'expiresAt') return t('credentials.fields.expires');
  const label = t(`credentials.fields.${messageOf(draft, field)}`);
  return draft.byReference && isSecret(field)
    ? t('credentials.fields.reference', { field: label })
    : label;
}

function messageOf(
  { type }: CredentialDraft,
  field: Exclude<CredentialField, 'expiresAt'>,
) {
  if (field === 'secret' && type === 'header') return 'headerValue';
  if (field === 'privateKey' && type === 'oauth-client-credentials') {
    return 'signingKey';
  }
  return field;
}

interface Issue {
  code?: string;
  message: string;
}

function sentence(
  draft: CredentialDraft,
  { field, issue }: { field: CredentialField; issue: Issue },
  t: Translate,
): string {
  const label = labelOf(draft, field, t);
  if (field === 'rotateEveryDays') {
    const { minValue, maxValue } = rotationBounds();
    return t('credentials.faults.number', {
      field: label,
      minimum: Number(minValue),
      maximum: Number(maxValue),
    });
  }
  if (draft.byReference && isSecret(field)) {
    return t('credentials.faults.reference', { field: label });
  }
  if (issue.code === 'too_big') {
    return t('credentials.faults.tooLong', { field: label });
  }
  return said(label, issue.message, t);
}

function said(field: string, message: string, t: Translate): string {
  return t('credentials.faults.said', {
    field,
    message: message.replace(/\.$/, ''),
  });
}

/** The place on the form of a path in the contract. */
function fieldAt(
  draft: CredentialDraft,
  [first]: readonly PropertyKey[],
): CredentialField | undefined {
  if (first === 'name') return 'headerName';
  if (first === 'expiresAt') return 'expiresAt';
  const isText =
    typeof first === 'string' &&
    typeof emptyCredential()[first as keyof CredentialDraft] === 'string' &&
    !['type', 'endpointBy', 'clientAuthentication'].includes(first);
  if (!isText) return undefined;
  // Either of both is at fault; the form shows one.
  const isEndpoint =
    draft.type !== 'oauth-user' &&
    (first === 'issuer' || first === 'tokenEndpoint');
  return isEndpoint ? draft.endpointBy : (first as CredentialField);
}

function rotationBounds() {
  const [bearer] = credentialInputSchema.options;
  return bearer.shape.rotateEveryDays.unwrap();
}
