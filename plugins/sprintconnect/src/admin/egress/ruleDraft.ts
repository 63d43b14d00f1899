import type {
  CreateEgressRule,
  EgressRule,
} from '@sprintconnect/plugin-sprintconnect-common';

/** A rule as it is typed. */
export interface RuleDraft {
  action: EgressRule['action'];
  /** Undefined: all. */
  environment?: string;
  host: string;
  range: string;
  ports: string;
  note: string;
}

export function draftOf(rule: EgressRule | undefined): RuleDraft {
  return {
    action: rule?.action ?? 'allow',
    environment: rule?.environment,
    host: rule?.host ?? '',
    range: rule?.range ?? '',
    ports: rule?.ports?.join(', ') ?? '',
    note: rule?.note ?? '',
  };
}

/** What the form itself can know; the backend says the rest of a host or a range. */
export function faultsOf({ host, range, ports }: RuleDraft): {
  host: boolean;
  ports: boolean;
} {
  const isNumber = (each: string) =>
    /^\d{1,5}$/.test(each) && Number(each) >= 1 && Number(each) <= 65_535;
  return {
    host: host.trim() === '' && range.trim() === '',
    ports: !wordsOf(ports).every(isNumber),
  };
}

/** The whole rule. What is left out is taken away from one that is there. */
export function bodyOf(draft: RuleDraft): CreateEgressRule {
  const { action, environment } = draft;
  const ports = wordsOf(draft.ports).map(Number);
  return {
    action,
    host: draft.host.trim() || '*',
    ...(environment && { environment }),
    ...(draft.range.trim() && { range: draft.range.trim() }),
    ...(ports.length > 0 && { ports }),
    ...(draft.note.trim() && { note: draft.note.trim() }),
  };
}

function wordsOf(text: string): string[] {
  return text.split(/[\s,;]+/).filter(Boolean);
}
