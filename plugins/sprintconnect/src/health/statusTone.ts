import type { HealthStatus } from '@sprintconnect/plugin-sprintconnect-common';
import type { Tone } from '../ui';

const tones: Record<HealthStatus, Tone> = {
  healthy: 'success',
  // Slow and unstable servers alike; the reason says which.
  degraded: 'warning',
  unhealthy: 'danger',
  'login-required': 'info',
  unknown: 'neutral',
};

/** The colour of a health status, wherever it is drawn. */
export function statusTone(status: HealthStatus): Tone {
  return tones[status];
}
