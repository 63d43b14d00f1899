import type { AuditOutcome } from '@sprintconnect/plugin-sprintconnect-common';
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

const names = [
  'actor',
  'action',
  'target',
  'outcome',
  'period',
  'from',
  'to',
  'anonymous',
] as const;

/** The filters of the log, kept in the address. */
export function useAuditFilters() {
  const address = useAddressFilters(readFilters);
  const narrowed = names.some(
    name => name !== 'anonymous' && address.filters[name] !== undefined,
  );
  return { ...address, narrowed };
}

function readFilters(params: URLSearchParams): AuditFilters {
  return Object.fromEntries(
    names.flatMap(name => {
      const value = params.get(name);
      return value ? [[name, value]] : [];
    }),
  );
}
