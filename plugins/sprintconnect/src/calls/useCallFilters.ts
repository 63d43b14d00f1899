import {
  type CallOutcome,
  callOutcomeSchema,
} from '@sprintconnect/plugin-sprintconnect-common';
import { type PeriodFilters, readPeriod, useAddressFilters } from '../ui';

/** What calls are narrowed to. The page has `server`, an id; the tab of a server has `capability`. */
export interface CallFilters extends PeriodFilters {
  server?: string;
  capability?: string;
  outcome?: CallOutcome[];
}

/** The filters of calls, kept in the address. */
export function useCallFilters() {
  const address = useAddressFilters(readFilters);
  return {
    ...address,
    narrowed: Object.values(address.filters).some(Boolean),
  };
}

export type CallAddress = ReturnType<typeof useCallFilters>;

/** Choices that there are not are as good as absent: an address may be old or typed by hand. */
function readFilters(params: URLSearchParams): CallFilters {
  const outcomes = params.get('outcome')?.split(',') ?? [];
  const outcome = callOutcomeSchema.options.filter(each =>
    outcomes.includes(each),
  );
  return {
    server: params.get('server') || undefined,
    capability: params.get('capability') || undefined,
    outcome: outcome.length > 0 ? outcome : undefined,
    ...readPeriod(params),
  };
}
