import {
  auditReadPermission,
  capabilityReadPermission,
  capabilityUsePermission,
  serverReadPermission,
} from '@sprintconnect/plugin-sprintconnect-common';
import { scopesFor } from './scopesFor';

const TO_USE = [
  serverReadPermission,
  capabilityReadPermission,
  capabilityUsePermission,
];
const ALL = [
  'mcp:servers:read',
  'mcp:capabilities:read',
  'mcp:capabilities:use',
];

it.each<[string, string[], string[], string[] | undefined]>([
  ['nothing', [], [], ALL],
  ['some of the scopes', [], ALL.slice(0, 2), ALL],
  ['scopes of others', [], ['openid'], ALL],
  ['all scopes', [], ALL, undefined],
  ['a role that may, and no scopes', ['engineer'], [], undefined],
  ['a role that may, and other scopes', ['engineer'], ['audit:read'], ALL],
  ['a role that may not', ['viewer'], [], undefined],
  [
    'a role that may not, and other scopes',
    ['viewer'],
    ['audit:read'],
    undefined,
  ],
  ['a role of others', ['root'], [], undefined],
])('answers who has %s', (...[, roles, scopes, answer]) => {
  expect(scopesFor(TO_USE, { roles, scopes, ref: 'api-key:1' })).toEqual(
    answer,
  );
});

it('offers no wider scope than it takes', () => {
  const machine = { roles: [], scopes: [], ref: 'api-key:1' };
  expect(scopesFor([auditReadPermission], machine)).toEqual(['audit:read']);
});
