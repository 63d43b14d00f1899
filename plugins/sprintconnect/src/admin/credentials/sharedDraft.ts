import {
  createCredentialSchema,
  type CreateCredential,
  type Fault,
} from '@sprintconnect/plugin-sprintconnect-common';
import type { Translate } from '../../translation';

/** What a shared credential has beside its secrets, as it is typed. */
export interface SharedDraft {
  name: string;
  description: string;
  /** Separated by commas or blanks. Of whole URLs only the origin is taken. */
  origins: string;
  /** None: all. */
  environments: string[];
}

export type SharedField = keyof SharedDraft;

export const emptyShared: SharedDraft = {
  name: '',
  description: '',
  origins: '',
  environments: [],
};

const sharedSchema = createCredentialSchema.omit({ credential: true });

/** The part of the request body that the draft stands for. Not yet checked. */
export function sharedOf(
  draft: SharedDraft,
): Omit<CreateCredential, 'credential'> {
  const description = draft.description.trim();
  return {
    name: draft.name.trim(),
    origins: originsIn(draft.origins),
    ...(description && { description }),
    ...(draft.environments.length > 0 && { environments: draft.environments }),
  };
}

/** What is wrong with the draft, by field. */
export function sharedFaults(
  draft: SharedDraft,
  t: Translate,
): Map<SharedField, string> {
  const body = sharedOf(draft);
  const faults = new Map<SharedField, string>();
  if (body.name === '') {
    const field = t('credentials.fields.name');
    faults.set('name', t('credentials.faults.required', { field }));
  }
  if (body.origins.length === 0) {
    faults.set('origins', t('credentials.faults.origins'));
  }
  for (const { path, message } of sharedSchema.safeParse(body).error?.issues ??
    []) {
    const field = path[0] as SharedField;
    if (!faults.has(field)) faults.set(field, said(field, message, t));
  }
  return faults;
}

/** What the backend found, by field. */
export function answeredShared(
  faults: readonly Fault[],
  t: Translate,
): Map<SharedField, string> {
  return new Map(
    faults.flatMap(({ path, message }) => {
      const [field] = path.split(/[.[]/) as [SharedField];
      return field in emptyShared
        ? [[field, said(field, message, t)] as const]
        : [];
    }),
  );
}

/** The origins in a text. What is no URL stands as it is, to be found at fault. */
function originsIn(text: string): string[] {
  const each = text.split(/[\s,]+/).filter(Boolean);
  return [
    ...new Set(
      each.map(url => (URL.canParse(url) ? new URL(url).origin : url)),
    ),
  ];
}

function said(field: SharedField, message: string, t: Translate): string {
  return t('credentials.faults.said', {
    field: t(`credentials.fields.${field}`),
    message: message.replace(/\.$/, ''),
  });
}
