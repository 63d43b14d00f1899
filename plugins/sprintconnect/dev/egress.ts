import {
  checkEgressSchema,
  createEgressRuleSchema,
  type EgressAttempts,
  type EgressCheck,
  type EgressRule,
  type EgressSettingsAnswer,
  updateEgressRuleSchema,
} from '@sprintconnect/plugin-sprintconnect-common';
import { ago, idOf } from './moments';

const DAY = 24 * 60;

function ruleOf(number: number, given: Partial<EgressRule>): EgressRule {
  return {
    id: idOf(7300 + number),
    action: 'allow',
    host: '*',
    createdBy: 'user:default/ada',
    createdAt: ago(number * 6 * DAY),
    updatedBy: 'user:default/ada',
    updatedAt: ago(number * 5 * DAY),
    revision: 1,
    ...given,
  };
}

/** Rules of every kind, newest first. */
export const egressRules: EgressRule[] = [
  ruleOf(1, {
    host: '*.corp.example',
    range: '10.20.0.0/16',
    ports: [443, 8443],
  }),
  ruleOf(2, {
    action: 'deny',
    host: '*.pastebin.example',
    note: 'Agreed with security in October',
    updatedBy: 'user:default/guest',
  }),
  ruleOf(3, { host: 'mcp.partner.example', environment: 'production' }),
];

export const egressSettings: EgressSettingsAnswer = {
  environments: [
    { name: 'development', reaches: 'public' },
    { name: 'staging', reaches: 'public' },
    { name: 'production', reaches: 'none' },
  ],
  privateRanges: ['10.20.0.0/16', 'fd00::/8'],
  hasProxy: false,
};

export const egressAttempts: EgressAttempts['items'] = [
  {
    environment: 'production',
    host: '169.254.169.254:80',
    outcome: 'address-not-allowed',
    count: 12,
    lastHour: ago(40),
  },
  {
    environment: 'staging',
    host: 'old.example:443',
    outcome: 'failed',
    count: 88,
    lastHour: ago(20),
  },
  {
    environment: 'production',
    host: 'weather.example:443',
    outcome: 'reached',
    count: 18_402,
    lastHour: ago(5),
  },
];

export function newRule(body: unknown, number: number): EgressRule {
  const words = createEgressRuleSchema.parse(body);
  return ruleOf(0, { ...words, id: idOf(7400 + number) });
}

export function changedRule(rule: EgressRule, body: unknown): EgressRule {
  const words = { ...rule, ...updateEgressRuleSchema.parse(body) };
  return Object.fromEntries(
    Object.entries({ ...words, revision: rule.revision + 1 }).filter(
      ([, value]) => value !== null,
    ),
  ) as EgressRule;
}

/** As a backend would whose names lead where their words say. */
export function checkOf(
  body: unknown,
  rules: readonly EgressRule[],
): EgressCheck {
  const { url } = checkEgressSchema.parse(body);
  const host = URL.canParse(url) ? new URL(url).hostname : '';
  const rule = rules.find(
    each => each.host !== '*' && host.endsWith(each.host.replace('*', '')),
  );
  const allowed = rule?.action === 'allow';
  return {
    allowed,
    why: allowed
      ? 'An egress rule of your organisation allows it.'
      : `No egress rule allows ${host}.`,
    decidedBy: rule ? 'rule' : 'default',
    ...(rule && { rule }),
    addresses: [{ address: '10.20.0.7', allowed }],
  };
}
