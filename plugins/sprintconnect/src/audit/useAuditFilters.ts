import {
  type AuditOutcome,
  auditOutcomeSchema,
} from '@sprintconnect/plugin-sprintconnect-common';
import { type PeriodFilters, readPeriod, useAddressFilters } from '../ui';

/** What the log is narrowed to. */
export interface AuditFilters extends PeriodFilters {
  actor?: string;
  action?: string;
  target?: string;
  outcome?: AuditOutcome;
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
    ...readPeriod(params),
    anonymous: oneOf(['true'], 'anonymous'),
  };
}
