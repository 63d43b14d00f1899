import type {
  CreateEgressRule,
  EgressRule,
  Fault,
} from '@sprintconnect/plugin-sprintconnect-common';
import { faultOfEnvironment, type Idempotency, ProblemError } from '../../http';
import type {
  AuditTrail,
  Clock,
  Database,
  Outbox,
  RequestContext,
  Tx,
} from '../../ports';
import { AddressRange } from '../addresses/AddressRange';
import { classifyAddress } from '../addresses/classifyAddress';
import type { EgressRuleRecord } from './EgressRuleRecord';
import type { EgressRuleStore } from './EgressRuleStore';
import { HostPattern } from './HostPattern';
import type { RuleBook } from './RuleBook';

/** What the verbs of rules work with. */
export interface RulesDeps {
  audit: AuditTrail;
  book: Pick<RuleBook, 'refresh'>;
  clock: Clock;
  database: Database;
  /** The configured ones. */
  environments: readonly string[];
  idempotency: Idempotency;
  outbox: Outbox;
  privateRanges: readonly AddressRange[];
  store: EgressRuleStore;
}

/** What a rule says. */
export type RuleWords = Pick<
  EgressRule,
  'environment' | 'action' | 'host' | 'range' | 'ports' | 'note'
>;

/** 404: not there, or another organisation's. */
export function noSuchRule(): ProblemError {
  return new ProblemError({
    status: 404,
    detail: 'Egress rule not found. GET /v1/egress/rules lists them.',
  });
}

/** What a rule says, in the one spelling of it, and every fault that no schema can know. Of what is not text the schema has spoken. */
export function readWords(
  deps: Pick<RulesDeps, 'environments' | 'privateRanges'>,
  said: Partial<Record<keyof CreateEgressRule, unknown>>,
): { words: Partial<Pick<RuleWords, 'host' | 'range'>>; faults: Fault[] } {
  const faults: Fault[] = [];
  const { environment, host, range, action } = said;
  const words: Partial<Pick<RuleWords, 'host' | 'range'>> = {};
  const strange = faultOfEnvironment(environment, deps.environments);
  if (strange) faults.push(strange);
  if (typeof host === 'string' && host !== '') {
    const pattern = HostPattern.read(host);
    if ('fault' in pattern) {
      faults.push({ path: 'host', message: pattern.fault });
    } else words.host = pattern.text;
  }
  if (typeof range === 'string' && range !== '') {
    const read = AddressRange.read(range);
    const fault =
      'fault' in read
        ? read.fault
        : action !== 'deny' && faultOfOpening(read, deps.privateRanges);
    if (fault) faults.push({ path: 'range', message: fault });
    else if (!('fault' in read)) words.range = read.text;
  }
  return { words, faults };
}

/** An organisation opens no more of private networks than the configuration names, and nothing that is special. */
function faultOfOpening(
  range: AddressRange,
  privateRanges: readonly AddressRange[],
): string | undefined {
  const { kind, label } = classifyAddress(range.first);
  if (kind === 'public' || privateRanges.some(each => each.holds(range))) {
    return undefined;
  }
  if (kind === 'special') {
    return `begins with ${label} address, which no rule can allow`;
  }
  const named = privateRanges.map(({ text }) => text).join(', ');
  return named
    ? `isn't within the private ranges that app-config allows: ${named}`
    : 'is private, and app-config allows no private ranges. An administrator of the portal can add it under sprintconnect.egress.privateRanges';
}

/** Writes the audit entry and the event of a change, in its transaction. */
export async function tellOfRule(
  tx: Tx,
  ctx: RequestContext,
  {
    deps,
    action,
    rule,
  }: {
    deps: Pick<RulesDeps, 'audit' | 'outbox'>;
    action: 'egress-rule-create' | 'egress-rule-update' | 'egress-rule-delete';
    rule: EgressRuleRecord;
  },
): Promise<void> {
  await deps.audit.record(tx, ctx, {
    action,
    target: { type: 'egress-rule', id: rule.id },
    outcome: 'success',
    meta: {
      name: nameOf(rule),
      action: rule.action,
      host: rule.host,
      range: rule.range,
      ports: rule.ports,
      environment: rule.environment,
      revision: rule.revision,
    },
  });
  await deps.outbox.add(tx, {
    type: 'egress.rules.changed',
    orgId: ctx.orgId,
    revision: rule.revision,
  });
}

/** How people tell rules apart. */
function nameOf({ action, host, range }: EgressRuleRecord): string {
  return [action, host, range].filter(Boolean).join(' ');
}
