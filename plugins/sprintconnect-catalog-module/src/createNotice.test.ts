import { createNotice } from './createNotice';

describe('createNotice', () => {
  beforeEach(() => {
    jest.useFakeTimers();
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  it('looks a second after the first of many calls, and five after the last', () => {
    const look = jest.fn(async () => {});
    const notice = createNotice({ look, signal: new AbortController().signal });
    for (let call = 0; call < 9; call++) {
      notice();
      jest.advanceTimersByTime(100);
    }
    expect(look).not.toHaveBeenCalled();
    jest.advanceTimersByTime(100);
    expect(look).toHaveBeenCalledTimes(1);
    jest.advanceTimersByTime(4_700);
    expect(look).toHaveBeenCalledTimes(1);
    jest.advanceTimersByTime(100);
    expect(look).toHaveBeenCalledTimes(2);
    jest.advanceTimersByTime(60_000);
    expect(look).toHaveBeenCalledTimes(2);
  });

  it('looks no more once it is told to stop', () => {
    const look = jest.fn(async () => {});
    const stopping = new AbortController();
    const notice = createNotice({ look, signal: stopping.signal });
    notice();
    stopping.abort();
    notice();
    jest.advanceTimersByTime(60_000);
    expect(look).not.toHaveBeenCalled();
  });
});
