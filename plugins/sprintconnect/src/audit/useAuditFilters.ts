import {
  type AuditOutcome,
  auditOutcomeSchema,
} from '@sprintconnect/plugin-sprintconnect-common';
import { useAddressFilters } from '../ui';

export const periods = ['h1', 'h24', 'd7', 'd30'] as const;
export type Period = (typeof periods)[number];

/** What the log is narrowed to. `from` and `to` come from a link; choosing a period takes their place. */
export interface AuditFilters {
  actor?: string;
  action?: string;
  target?: string;
  outcome?: AuditOutcome;
  period?: Period;
  from?: string;
  to?: string;
  anonymous?: 'true';
}

/** The filters of the log, kept in the address. */
export function useAuditFilters() {
  const address = useAddressFilters(readFilters);
  const { anonymous: _, ...narrowing } = address.filters;
  return { ...address, narrowed: Object.values(narrowing).some(Boolean) };
}

/** Choices that there are not are as good as absent: an address may be old or typed by hand. */
function readFilters(params: URLSearchParams): AuditFilters {
  const text = (name: keyof AuditFilters) => params.get(name) || undefined;
  const oneOf = <T extends string>(
    choices: readonly T[],
    name: keyof AuditFilters,
  ) => choices.find(each => each === params.get(name));
  return {
    actor: text('actor'),
    action: text('action'),
    target: text('target'),
    outcome: oneOf(auditOutcomeSchema.options, 'outcome'),
    period: oneOf(periods, 'period'),
    from: text('from'),
    to: text('to'),
    anonymous: oneOf(['true'], 'anonymous'),
  };
}
