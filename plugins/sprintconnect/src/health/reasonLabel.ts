import type { HealthReason } from '@sprintconnect/plugin-sprintconnect-common';
import type { Translate } from '../translation';

/** A few words for why a server is not healthy, such as "Connection refused". */
export function reasonLabel(t: Translate, code: HealthReason['code']): string {
  return t(`health.reasons.${code}`);
}
