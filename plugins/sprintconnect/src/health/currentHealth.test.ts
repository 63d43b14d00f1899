import { idOf } from '../../dev/fixtures';
import { currentHealth } from './currentHealth';

const early = '2026-11-22T12:00:00.000Z';
const late = '2026-11-22T12:05:00.000Z';
const reason = { code: 'timeout', message: 'No answer in 5 s.' } as const;
const summaryOf = (since: string) => ({
  serverId: idOf(1),
  status: 'unhealthy' as const,
  since,
  reason,
  recent: [],
});

describe('currentHealth', () => {
  it('is what the list carries until more is known', () => {
    expect(currentHealth({ status: 'healthy', since: early })).toEqual({
      status: 'healthy',
      since: early,
    });
  });

  it('is the summary once it is there, with its reason', () => {
    expect(
      currentHealth({ status: 'healthy', since: early }, summaryOf(late)),
    ).toEqual({ status: 'unhealthy', since: late, reason });
    expect(currentHealth({ status: 'unknown' }, summaryOf(early)).status).toBe(
      'unhealthy',
    );
  });

  it('is the list again when it was refetched after the summary', () => {
    expect(
      currentHealth({ status: 'healthy', since: late }, summaryOf(early)),
    ).toEqual({ status: 'healthy', since: late });
  });
});
