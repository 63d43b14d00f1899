import { parseExactly } from '@sprintconnect/plugin-sprintconnect-common';
import {
  encodeHeader,
  faultOfParamHeaders,
  paramHeaders,
} from './paramHeaders';

const of = (property: unknown) => ({ properties: { a: property } });
const named = (name: unknown, type: unknown = 'string') => ({
  type,
  'x-mcp-header': name,
});

it.each([
  ['us-west1', 'us-west1'],
  ['a b', 'a b'],
  ['', '=?base64??='],
  [' padded', '=?base64?IHBhZGRlZA==?='],
  ['größe', '=?base64?Z3LDtsOfZQ==?='],
  ['a\r\nb: c', '=?base64?YQ0KYjogYw==?='],
  ['=?base64?eA==?=', '=?base64?PT9iYXNlNjQ/ZUE9PT89?='],
])('writes %j as %j', (value, header) => {
  expect(encodeHeader(value)).toBe(header);
});

it('takes arguments at any depth, exact, and none that are absent, null or no primitive', () => {
  const schema = {
    properties: {
      a: named('A', 'integer'),
      b: { properties: { c: named('C', 'boolean') } },
      d: named('D'),
      e: named('E'),
      f: named('F'),
      toString: named('G'),
    },
  };
  const args = parseExactly(
    '{"a":12345678901234567890,"b":{"c":false},"d":null,"f":["x"]}',
  ).exact;
  expect(paramHeaders(schema, args as {})).toEqual({
    'mcp-param-a': '12345678901234567890',
    'mcp-param-c': 'false',
  });
});

it.each([
  ['an empty name', of(named(''))],
  ['no token', of(named('a b'))],
  ['a line break', of(named('a\r\nx'))],
  ['a number', of(named('A', 'number'))],
  ['an object', of(named('A', 'object'))],
  ['no type', of({ 'x-mcp-header': 'A' })],
  ['the same twice', { properties: { a: named('A'), b: named('a') } }],
  ['the root', named('A')],
  ['items of a list', of({ type: 'array', items: named('A') })],
  ['an alternative', { anyOf: [of(named('A'))] }],
  ['a definition', { $defs: { x: of(named('A')) } }],
])('finds fault with %s', (_what, schema) => {
  expect(faultOfParamHeaders(schema)).toMatch(/^x-mcp-header/);
});

it('finds no fault with what MCP allows', () => {
  const schema = of({ properties: { b: named('B', 'boolean') } });
  expect(faultOfParamHeaders(schema)).toBeUndefined();
});
