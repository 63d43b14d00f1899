import { OutageLog } from './OutageLog';

beforeEach(() => {
  jest.useFakeTimers();
});
afterEach(() => {
  jest.useRealTimers();
});

function open() {
  const lines: string[] = [];
  const note = (line: string) => lines.push(line);
  return { log: new OutageLog({ info: note, warn: note }), lines };
}

it('tells of an outage when it begins and when it is over, however many meet it', () => {
  const { log, lines } = open();
  log.over();
  for (let times = 0; times < 100; times++) log.met('57P01');
  jest.advanceTimersByTime(60_000);
  log.met('ECONNREFUSED');
  expect(lines).toEqual([
    expect.stringContaining("The database isn't reachable: 57P01."),
  ]);
  log.over();
  log.over();
  expect(lines).toHaveLength(2);
  expect(lines[1]).toBe('The database is back after 60.0 s');
});

it('is quiet about one that comes and goes, and tells of it when it lasts', () => {
  const { log, lines } = open();
  for (let times = 0; times < 100; times++) {
    log.met('53300');
    log.over();
  }
  expect(lines).toHaveLength(2);
  log.met('53300');
  jest.advanceTimersByTime(10_000);
  log.met('53300');
  expect(lines).toHaveLength(3);
  log.over();
  expect(lines[3]).toBe('The database is back after 10.0 s');
});
