import { z } from 'zod';
import type { Fault } from '@sprintconnect/plugin-sprintconnect-common';
import { invalid } from '../http';
import { ROWS_MAX } from './Action';

/** How many rows, where nobody says. */
const ROWS_DEFAULT = 20;

/** What every list takes, in the place of what queries of routes say. */
export const rows = {
  limit: z
    .number()
    .int()
    .min(1)
    .max(ROWS_MAX)
    .default(ROWS_DEFAULT)
    .describe('Maximum number of items'),
};

/**
 * An input in the form of a query, in which a field with several values is their list separated by commas. Throws a 400 problem for values
 * that are no texts.
 */
export function toQuery(input: unknown): unknown {
  if (typeof input !== 'object' || input === null) return input;
  const faults: Fault[] = [];
  const query = Object.entries(input).map(([name, value]) => {
    if (!Array.isArray(value)) return [name, value];
    value.forEach((each, index) => {
      if (typeof each === 'string') return;
      faults.push({ path: `${name}[${index}]`, message: 'must be a string' });
    });
    return [name, value.join(',')];
  });
  if (faults.length > 0) throw invalid(faults);
  return Object.fromEntries(query);
}
