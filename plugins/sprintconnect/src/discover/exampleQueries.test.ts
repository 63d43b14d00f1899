import type {
  CapabilityHit,
  CapabilityKind,
} from '@sprintconnect/plugin-sprintconnect-common';
import { idOf, weather } from '../../dev/fixtures';
import { foundServer } from '../../dev/mockSearch';
import { exampleQueries } from './exampleQueries';

const hit = (
  name: string,
  server: number,
  kind: CapabilityKind = 'tool',
): CapabilityHit => ({
  score: 0,
  match: 'listed',
  capability: { id: idOf(1), kind, name },
  server: { ...foundServer(weather), id: idOf(server) },
});

describe('exampleQueries', () => {
  it('takes of each server its first tool whose name tells something', () => {
    const hits = [
      hit('ping', 1),
      hit('get_forecast', 1),
      hit('delete_station', 1),
      hit('plan_a_hike', 2, 'prompt'),
      hit('closeIssue', 3),
      hit('a_b_c_d_e_f', 4),
    ];
    expect(exampleQueries(hits, 5)).toEqual(['get forecast', 'close issue']);
    expect(exampleQueries(hits, 1)).toEqual(['get forecast']);
  });

  it('says what two servers call the same once', () => {
    const hits = [hit('get_forecast', 1), hit('getForecast', 2)];
    expect(exampleQueries(hits, 5)).toEqual(['get forecast']);
  });
});
