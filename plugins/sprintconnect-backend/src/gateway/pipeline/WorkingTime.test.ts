import { setTimeout as sleep } from 'node:timers/promises';
import { eventually } from '../../__testUtils__';
import { WorkingTime } from './WorkingTime';

const LONG = 3_600_000;

it('ends by the work', async () => {
  const time = new WorkingTime({ timeoutMs: 1, answerMs: LONG });
  await eventually('the end', () => time.signal.aborted);
  expect(time.late).toBe('work');
});

it('rests while somebody is asked, and once for several', async () => {
  const time = new WorkingTime({ timeoutMs: 1_000, answerMs: LONG });
  const answers = [sleep(1_200), sleep(1_400)];
  await Promise.all(answers.map(each => time.rest(() => each)));
  expect(time.late).toBeUndefined();
  await eventually('the end', () => time.signal.aborted);
  expect(time.late).toBe('work');
});

it('ends where nobody answers', async () => {
  const time = new WorkingTime({ timeoutMs: LONG, answerMs: 1 });
  const asking = time.rest(async () => {
    await eventually('the end', () => time.signal.aborted);
  });
  await asking;
  expect(time.late).toBe('answer');
});

it('goes on when asking fails, and ends nothing once it is stopped', async () => {
  const time = new WorkingTime({ timeoutMs: LONG, answerMs: 1_000 });
  const failing = time.rest(async () => {
    throw new Error('gone');
  });
  await expect(failing).rejects.toThrow('gone');
  await sleep(1_100);
  expect(time.late).toBeUndefined();
  time.stop();
});
