import type { Clock } from '../../ports';
import type { RegistryService } from '../../registry';
import type { HealthSettings } from '../state/HealthSettings';
import type { HealthStateStore } from '../state/HealthStateStore';
import type { HistoryStore } from './HistoryStore';

/** What answers about health are made of. */
export interface HistoryDeps {
  clock: Clock;
  settings: HealthSettings;
  registry: RegistryService;
  states: HealthStateStore;
  history: HistoryStore;
}
