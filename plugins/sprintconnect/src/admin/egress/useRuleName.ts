import type { EgressRule } from '@sprintconnect/plugin-sprintconnect-common';
import { useMessages } from '../../translation';

type Words = Pick<EgressRule, 'action' | 'host' | 'range'>;

/** What a rule is about, in words. */
export function useRuleName() {
  const { t } = useMessages();
  const hostOf = ({ host }: Words) =>
    host === '*' ? t('egress.anyHost') : host;
  const addressesOf = ({ action, range }: Words) =>
    range ??
    t(action === 'allow' ? 'egress.publicAddresses' : 'egress.anyAddress');
  const nameOf = (rule: Words) =>
    rule.range ? `${hostOf(rule)}, ${rule.range}` : hostOf(rule);
  return { hostOf, addressesOf, nameOf };
}
