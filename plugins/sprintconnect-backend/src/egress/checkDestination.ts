import type {
  CheckEgress,
  EgressCheck,
} from '@sprintconnect/plugin-sprintconnect-common';
import type { EgressError } from '../ports';
import { isAddress } from './addresses/classifyAddress';
import { resolvedWithin } from './createEgress';
import type { Resolve } from './createResolve';
import {
  type AddressVerdict,
  type DestinationPolicy,
  hostOf,
  portOf,
} from './DestinationPolicy';
import { toEgressRule } from './rules/EgressRuleRecord';

const PATIENCE_MS = 2_000;

const BY_CODE: Readonly<Record<string, EgressCheck['decidedBy']>> = {
  'scheme-not-allowed': 'url',
  'port-not-allowed': 'port',
};

const WORDS: Readonly<Record<AddressVerdict['decidedBy'], string>> = {
  address: 'The address is public.',
  rule: 'An egress rule of your organisation allows it.',
  configuration: 'sprintconnect.egress.allow in app-config allows it.',
  default: "It's public, and no egress rule denies it.",
};

/** Would a URL be reached, and what decides it: every address of its name is judged, and nothing is connected to. */
export async function checkDestination(
  { url: text }: Pick<CheckEgress, 'url'>,
  { policy, resolve }: { policy: DestinationPolicy; resolve: Resolve },
): Promise<EgressCheck> {
  if (!URL.canParse(text)) {
    return { allowed: false, decidedBy: 'url', why: "It isn't a URL." };
  }
  const url = new URL(text);
  const [host, port] = [hostOf(url.hostname), portOf(url)];
  const refusal = policy.refusalOfUrl(url);
  if (refusal) return refused(refusal, verdictOn(policy, url));
  const addresses = isAddress(host)
    ? [host]
    : (await resolvedWithin(resolve, host, PATIENCE_MS)).map(
        ({ address }) => address,
      );
  if (addresses.length === 0) {
    return {
      allowed: false,
      decidedBy: 'unresolved',
      why: `${host} wasn't found, so nothing can be said of its addresses. Check the spelling.`,
    };
  }
  const verdicts = addresses.map(address => ({
    address,
    ...policy.verdictOnAddress({ host, port, address }),
  }));
  const told = verdicts.map(each => ({
    address: each.address,
    allowed: !each.refusal,
  }));
  // One address that is refused is enough: nobody knows which would be dialled.
  const wrong = verdicts.find(each => each.refusal);
  if (wrong) return { ...refused(wrong.refusal!, wrong), addresses: told };
  const [{ decidedBy, rule }] = verdicts;
  return {
    ...{ allowed: true, decidedBy, why: WORDS[decidedBy], addresses: told },
    ...(rule && { rule: toEgressRule(rule) }),
  };
}

/** What decides of a URL that is refused before its name is resolved. */
function verdictOn(
  policy: DestinationPolicy,
  url: URL,
): AddressVerdict | undefined {
  const [host, port] = [hostOf(url.hostname), portOf(url)];
  return (
    policy.verdictOnName(host, port) ??
    (isAddress(host)
      ? policy.verdictOnAddress({ host, port, address: host })
      : undefined)
  );
}

function refused(
  { code, message }: EgressError,
  verdict: AddressVerdict | undefined,
): EgressCheck {
  const early = BY_CODE[code];
  const rule = early ? undefined : verdict?.rule;
  return {
    allowed: false,
    decidedBy: early ?? verdict?.decidedBy ?? 'address',
    why: message,
    ...(rule && { rule: toEgressRule(rule) }),
  };
}
