import {
  callSettingsOfServerSchema,
  type Fault,
  registerServerSchema,
} from '@sprintconnect/plugin-sprintconnect-common';
import type { Translate } from '../../translation';
import { answeredFaults, credentialFaults } from '../../credentials';
import {
  bodyOf,
  CALL_FIELDS,
  choiceOf,
  type Draft,
  type FieldName,
  tagsOf,
} from './draft';

/** Everything wrong with the draft, by the same schema with which the backend checks it. */
export function faultsOf(draft: Draft, t: Translate): Fault[] {
  const { credential: _, credentialRef: __, ...body } = bodyOf(draft);
  const result = registerServerSchema.safeParse(body);
  const faults = new Map<string, Fault>();
  for (const issue of result.error?.issues ?? []) {
    const path = placeOf(jsonPath(issue.path));
    // The first fault of a place is the one to mend first.
    if (!faults.has(path)) {
      faults.set(path, { path, message: sentence(t, { draft, path, issue }) });
    }
  }
  return [...faults.values(), ...faultsOfCredential(draft, t)];
}

function faultsOfCredential(draft: Draft, t: Translate): Fault[] {
  const choice = choiceOf(draft);
  const { shared, draft: typed } = draft.credential;
  if (choice === 'shared' && shared === '') {
    return [
      { path: 'credential.shared', message: t('credentials.faults.shared') },
    ];
  }
  if (choice !== 'own') return [];
  return credentialFaults(typed, t).map(({ field, message }) => ({
    path: `credential.${field}`,
    message,
  }));
}

/** A fault that the backend found, as a sentence that begins with the field: "Name is already used." */
export function inWords(
  { path, message }: Fault,
  t: Translate,
  draft: Draft,
): Fault {
  const [inside] = answeredFaults(
    draft.credential.draft,
    { at: 'credential', faults: [{ path, message }] },
    t,
  );
  if (inside) {
    return { path: `credential.${inside.field}`, message: inside.message };
  }
  const issue = { message: message.replace(/\.$/, '') };
  const place = placeOf(path);
  return { path: place, message: worded(t, { draft, path: place, issue }) };
}

/** The faults that concern one place on the form: the field itself and everything inside it. */
export function faultAt(faults: Fault[], place: string): string | undefined {
  const found = faults.filter(
    ({ path }) =>
      path === place ||
      path.startsWith(`${place}[`) ||
      path.startsWith(`${place}.`),
  );
  if (found.length === 0) return undefined;
  return [...new Set(found.map(each => each.message))].join(' ');
}

/** A field of `calls` has a name of its own on the form, and the credential as a whole stands where it is chosen. */
function placeOf(path: string): string {
  if (path === 'credential') return 'credential.choice';
  if (path === 'credentialRef') return 'credential.shared';
  const found = Object.entries(CALL_FIELDS).find(
    ([, field]) => path === `calls.${field}`,
  );
  return found ? found[0] : path;
}

/** `remotes[0].url`, as the backend writes it. */
function jsonPath(path: readonly PropertyKey[]): string {
  return path.reduce<string>((text, step) => {
    if (typeof step === 'number') return `${text}[${step}]`;
    return text ? `${text}.${String(step)}` : String(step);
  }, '');
}

interface Issue {
  code?: string;
  message: string;
  maximum?: unknown;
  origin?: string;
}

function sentence(
  t: Translate,
  at: { draft: Draft; path: string; issue: Issue },
): string {
  const { draft, path, issue } = at;
  const field = fieldOf(t, path, draft);
  if (isNumber(path)) {
    const { minValue, maxValue } = numberBounds(path);
    return t('register.faults.number', {
      field,
      minimum: Number(minValue),
      maximum: Number(maxValue),
    });
  }
  if (isEmptyAt(draft, path)) return t('register.faults.required', { field });
  if (issue.code === 'too_big') {
    const maximum = Number(issue.maximum);
    return issue.origin === 'string'
      ? t('register.faults.tooLong', { field, maximum })
      : t('register.faults.tooMany', { maximum });
  }
  return worded(t, at);
}

function worded(
  t: Translate,
  { draft, path, issue }: { draft: Draft; path: string; issue: Issue },
): string {
  const tag = /^tags\[(\d+)\]$/.exec(path)?.[1];
  if (tag !== undefined) {
    return t('register.faults.tag', {
      tag: tagsOf(draft.tags)[Number(tag)],
      message: issue.message,
    });
  }
  return t('register.faults.said', {
    field: fieldOf(t, path, draft),
    message: issue.message,
  });
}

function isEmptyAt(draft: Draft, path: string): boolean {
  if (path === 'name') return draft.name.trim() === '';
  if (path === 'environment') return draft.environment === '';
  const remote = /^remotes\[(\d+)\]\.url$/.exec(path)?.[1];
  return (
    remote !== undefined && draft.remotes[Number(remote)]?.url.trim() === ''
  );
}

function fieldOf(t: Translate, path: string, draft: Draft): string {
  const remote = /^remotes\[(\d+)\]/.exec(path)?.[1];
  if (remote !== undefined) {
    return draft.remotes[Number(remote)]?.type === 'stdio'
      ? t('register.fields.entry')
      : t('register.fields.url');
  }
  const name = path.split(/[.[]/)[0] as FieldName;
  return name ? t(`register.fields.${name}`) : '';
}

/** Those of the contract. */
export function numberBounds(field: NumberField) {
  if (field === 'callTimeoutMs') {
    return callSettingsOfServerSchema.shape.timeoutMs.unwrap();
  }
  return field === 'resultBytesMax'
    ? callSettingsOfServerSchema.shape.resultBytesMax.unwrap()
    : registerServerSchema.shape[field].unwrap();
}

const NUMBERS = [
  'discoveryIntervalSeconds',
  'probeIntervalSeconds',
  'connectTimeoutMs',
  'probeTimeoutMs',
  'callTimeoutMs',
  'resultBytesMax',
] as const;
type NumberField = (typeof NUMBERS)[number];

function isNumber(path: string): path is NumberField {
  return NUMBERS.some(each => each === path);
}
