import { createFormats } from '../format';
import { windowLabel } from './windowLabel';

it.each([
  ['5m', '5 min'],
  ['1h', '1 hr'],
  ['3d', '3 days'],
  ['a while', 'a while'],
])('tells the window %s as %s', (text, expected) => {
  expect(windowLabel(text, createFormats('en'))).toBe(expected);
});
