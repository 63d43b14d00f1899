import { leaveFor } from './leaveFor';

describe('leaveFor', () => {
  it.each([
    ['javascript', 'alert(1)'].join(':'),
    'data:text/html,hello',
    'file:///etc/passwd',
    '/sprintconnect',
  ])('does not open %s', url => {
    expect(() => leaveFor(url)).toThrow();
  });
});
