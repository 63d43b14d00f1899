import type { Change } from '@sprintconnect/plugin-sprintconnect-common';
import { wordsOfDrift } from './wordsOfDrift';

const server = { name: 'weather', environment: 'production' };
const change = (name: string, more: Partial<Change> = {}): Change => ({
  kind: 'tool',
  name,
  grade: 'removed',
  severity: 'warning',
  ...more,
});

describe('wordsOfDrift', () => {
  it('names the first changes, and says how many there are', () => {
    const names = ['a', 'b', 'c', 'd', 'e'];
    const news = names.map(name => change(name));
    expect(wordsOfDrift({ server, version: 4, news })).toEqual({
      title: 'weather (production) changed: 5 warnings',
      description:
        'Version 4. a was removed. b was removed. c was removed. And 2 more.',
      severity: 'normal',
    });
  });

  it('is urgent where a change is critical', () => {
    const news = [
      change('server', { kind: 'server', grade: 'instructions' }),
      change('pay', {
        grade: 'destructive-hint-flipped',
        severity: 'critical',
      }),
    ];
    expect(
      wordsOfDrift({
        server: { ...server, title: 'Weather' },
        version: 2,
        news,
      }),
    ).toEqual({
      title: 'Weather (production) changed: 2 warnings',
      description:
        'Version 2. The server has other instructions. pay has the opposite destructive hint.',
      severity: 'high',
    });
  });
});
