import type { Clock } from '../../ports';
import type { RegistryService } from '../../registry';
import type { HealthSettings } from '../HealthSettings';
import type { HealthStateStore } from '../HealthStateStore';
import type { HistoryStore } from '../HistoryStore';
import type { SloStore } from '../SloStore';

/** What answers about health are made of. */
export interface HistoryDeps {
  clock: Clock;
  settings: HealthSettings;
  registry: RegistryService;
  states: HealthStateStore;
  history: HistoryStore;
  slos: SloStore;
}
