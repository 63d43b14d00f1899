import type { EgressRule } from '@sprintconnect/plugin-sprintconnect-common';

/** One rule of an organisation, as it is kept. Host and range are in their one spelling. */
export interface EgressRuleRecord extends Omit<
  EgressRule,
  'createdAt' | 'updatedAt'
> {
  createdAt: Date;
  updatedAt: Date;
}

export function toEgressRule(record: EgressRuleRecord): EgressRule {
  const { createdAt, updatedAt } = record;
  return {
    ...record,
    createdAt: createdAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
  };
}
