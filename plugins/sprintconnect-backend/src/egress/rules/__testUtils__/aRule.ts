import type { EgressRuleRecord } from '../EgressRuleRecord';

const AT = new Date('2026-11-30T12:00:00.000Z');

/** A rule for every host and every environment, but for what is given. */
export function aRule(words: Partial<EgressRuleRecord>): EgressRuleRecord {
  return {
    id: JSON.stringify(words),
    action: 'allow',
    host: '*',
    createdBy: 'user:default/ada',
    createdAt: AT,
    updatedBy: 'user:default/ada',
    updatedAt: AT,
    revision: 1,
    ...words,
  };
}
