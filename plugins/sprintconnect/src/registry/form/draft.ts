import {
  type RegisterServer,
  type Remote,
  type RemoteType,
  type Server,
  type UpdateServer,
} from '@sprintconnect/plugin-sprintconnect-common';
import {
  type CredentialChoice,
  type CredentialDraft,
  credentialOf,
  emptyCredential,
} from '../../credentials';

/** Which credential the server has, as it is chosen and typed. */
export interface CredentialPart {
  choice: CredentialChoice;
  /** What the server answers as `credentialRef` at the moment. */
  current?: string;
  /** For `own`. */
  draft: CredentialDraft;
  /** For `shared`: the name of it. */
  shared: string;
}

/** One remote as it is typed. `key` is for the form alone, so that removing one does not mix up the others. */
export interface RemoteDraft {
  key: number;
  type: RemoteType;
  url: string;
  /** Those that it has; the form shows their names and leaves them alone. */
  headers?: Record<string, string>;
}

/** A server as it is typed: text that may be empty or wrong. Tags are separated by commas, intervals are seconds, limits milliseconds. */
export interface Draft {
  name: string;
  title: string;
  description: string;
  environment: string;
  remotes: RemoteDraft[];
  credential: CredentialPart;
  tags: string;
  owner: string;
  lifecycle: string;
  system: string;
  discoveryIntervalSeconds: string;
  probeIntervalSeconds: string;
  connectTimeoutMs: string;
  probeTimeoutMs: string;
  /** Of `calls`, as the two below. */
  callTimeoutMs: string;
  resultBytesMax: string;
  /** Empty: the default. */
  outputSchema: string;
}

/** The fields by the names of the contract, in the order in which they stand on the page. */
export type FieldName = Exclude<keyof Draft, 'remotes' | 'credential'>;

export function emptyDraft(given: {
  environment: string;
  owner?: string;
}): Draft {
  return {
    name: '',
    title: '',
    description: '',
    environment: given.environment,
    remotes: [{ key: 0, type: 'streamable-http', url: '' }],
    credential: { choice: 'none', draft: emptyCredential(), shared: '' },
    tags: '',
    owner: given.owner ?? '',
    lifecycle: '',
    system: '',
    discoveryIntervalSeconds: '',
    probeIntervalSeconds: '',
    connectTimeoutMs: '',
    probeTimeoutMs: '',
    callTimeoutMs: '',
    resultBytesMax: '',
    outputSchema: '',
  };
}

/** A server as the form shows it. */
export function draftOf(server: Server): Draft {
  const { calls = {} } = server;
  return {
    name: server.name,
    title: server.title ?? '',
    description: server.description ?? '',
    environment: server.environment,
    remotes: server.remotes.map((remote, key) => ({ key, ...remote })),
    credential: {
      choice: server.credentialRef ? 'keep' : 'none',
      current: server.credentialRef,
      draft: emptyCredential(),
      shared: '',
    },
    tags: server.tags.join(', '),
    owner: server.owner ?? '',
    lifecycle: server.lifecycle ?? '',
    system: server.system ?? '',
    discoveryIntervalSeconds: String(server.discoveryIntervalSeconds ?? ''),
    probeIntervalSeconds: String(server.probeIntervalSeconds ?? ''),
    connectTimeoutMs: String(server.connectTimeoutMs ?? ''),
    probeTimeoutMs: String(server.probeTimeoutMs ?? ''),
    callTimeoutMs: String(calls.timeoutMs ?? ''),
    resultBytesMax: String(calls.resultBytesMax ?? ''),
    outputSchema: calls.outputSchema ?? '',
  };
}

/** The fields of `calls`, by their names in the draft. */
export const CALL_FIELDS = {
  callTimeoutMs: 'timeoutMs',
  resultBytesMax: 'resultBytesMax',
  outputSchema: 'outputSchema',
} as const;
type CallField = keyof typeof CALL_FIELDS;

/** The request body that the draft stands for; what is left empty is left out. Not yet checked. */
export function bodyOf(draft: Draft): RegisterServer {
  const { callTimeoutMs, resultBytesMax, outputSchema, credential, ...body } =
    saidIn(draft);
  const calls = { timeoutMs: callTimeoutMs, resultBytesMax, outputSchema };
  const isSaid = Object.values(calls).some(value => value !== undefined);
  const { choice: _, current: __, ...given } = credential;
  return { ...body, ...given, ...(isSaid && { calls }) } as RegisterServer;
}

/** What each field says; undefined where it says nothing. */
function saidIn(draft: Draft) {
  const given = (text: string) => text.trim() || undefined;
  const number = (text: string) =>
    text.trim() === '' ? undefined : Number(text);
  const tags = tagsOf(draft.tags);
  return {
    name: draft.name.trim(),
    environment: draft.environment,
    title: given(draft.title),
    description: given(draft.description),
    remotes: draft.remotes.map(toRemote),
    credential: chosenIn(draft),
    tags: tags.length > 0 ? tags : undefined,
    owner: given(draft.owner),
    lifecycle: given(draft.lifecycle),
    system: given(draft.system),
    discoveryIntervalSeconds: number(draft.discoveryIntervalSeconds),
    probeIntervalSeconds: number(draft.probeIntervalSeconds),
    connectTimeoutMs: number(draft.connectTimeoutMs),
    probeTimeoutMs: number(draft.probeTimeoutMs),
    callTimeoutMs: number(draft.callTimeoutMs),
    resultBytesMax: number(draft.resultBytesMax),
    outputSchema: given(draft.outputSchema),
  } satisfies Record<keyof Draft, unknown>;
}

/** What is chosen of the credential. A process takes none: for a server that is nothing else, all stays as it is. */
export function choiceOf({ remotes, credential }: Draft): CredentialChoice {
  const { choice, current } = credential;
  if (remotes.some(({ type }) => type !== 'stdio')) return choice;
  return current === undefined ? 'none' : 'keep';
}

/** What is chosen, and nothing that was typed for another choice. */
function chosenIn(draft: Draft) {
  const choice = choiceOf(draft);
  const { current, draft: typed, shared } = draft.credential;
  return {
    choice,
    current,
    ...(choice === 'own' && { credential: credentialOf(typed) }),
    ...(choice === 'shared' && { credentialRef: shared }),
  };
}

function toRemote({ type, url, headers }: RemoteDraft): Remote {
  const address = url.trim();
  return type === 'stdio' || !headers
    ? { type, url: address }
    : { type, url: address, headers };
}

/** The fields that `after` says otherwise than `before`, in the order of the page. */
export function changedFields(before: Draft, after: Draft): (keyof Draft)[] {
  const [was, is] = [before, after].map(saidIn);
  return (Object.keys(after) as (keyof Draft)[]).filter(
    field => JSON.stringify(was[field]) !== JSON.stringify(is[field]),
  );
}

/** What to send so that a server that is `before` becomes `after`: a merge patch, in which `null` clears a field. */
export function patchOf(before: Draft, after: Draft): UpdateServer {
  const said = saidIn(after);
  const cleared = (field: keyof Draft) => (field === 'tags' ? [] : null);
  const changed = changedFields(before, after);
  const patch = Object.fromEntries(
    changed
      .filter(field => !isCallField(field) && field !== 'credential')
      .map(field => [field, said[field] ?? cleared(field)]),
  );
  const { choice, current: _, ...given } = said.credential;
  const calls = changed
    .filter(isCallField)
    .map(field => [CALL_FIELDS[field], said[field] ?? null]);
  return {
    ...patch,
    ...given,
    ...(choice === 'none' && after.credential.current !== undefined
      ? { credentialRef: null }
      : {}),
    ...(calls.length > 0 && { calls: Object.fromEntries(calls) }),
  };
}

function isCallField(field: keyof Draft): field is CallField {
  return field in CALL_FIELDS;
}

/** The tags in a text of tags that are separated by commas. */
export function tagsOf(text: string): string[] {
  return text
    .split(',')
    .map(tag => tag.trim())
    .filter(Boolean);
}
