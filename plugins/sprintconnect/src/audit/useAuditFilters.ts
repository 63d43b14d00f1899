import { useCallback, useMemo } from 'react';
import { useSearchParams } from 'react-router-dom';
import type { AuditOutcome } from '@sprintconnect/plugin-sprintconnect-common';

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

/** The filters of the log, kept in the address, so that a finding can be sent. */
export function useAuditFilters() {
  const [params, setParams] = useSearchParams();

  const filters = useMemo(() => {
    const found = Object.fromEntries(
      names.flatMap(name => {
        const value = params.get(name);
        return value ? [[name, value]] : [];
      }),
    );
    return found as AuditFilters;
  }, [params]);

  const change = useCallback(
    (changes: AuditFilters) =>
      setParams(
        before => {
          const after = new URLSearchParams(before);
          for (const [name, value] of Object.entries(changes)) {
            if (value) after.set(name, value);
            else after.delete(name);
          }
          return after;
        },
        { replace: true },
      ),
    [setParams],
  );
  const clear = useCallback(
    () => setParams(new URLSearchParams(), { replace: true }),
    [setParams],
  );
  const narrowed = names.some(
    name => name !== 'anonymous' && filters[name] !== undefined,
  );
  return { filters, narrowed, change, clear };
}
