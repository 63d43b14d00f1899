import { HostPattern } from './HostPattern';

const read = (text: string) => {
  const pattern = HostPattern.read(text);
  if ('fault' in pattern) throw new Error(pattern.fault);
  return pattern;
};

describe('HostPattern', () => {
  it.each([
    ['*', 'example.com', true],
    ['*', '10.0.0.1', true],
    ['example.com', 'example.com', true],
    ['example.com', 'mcp.example.com', false],
    ['example.com', 'notexample.com', false],
    ['*.example.com', 'mcp.example.com', true],
    ['*.example.com', 'a.b.example.com', true],
    ['*.example.com', 'example.com', false],
    ['*.example.com', '.example.com', false],
    ['*.example.com', 'notexample.com', false],
    ['*.example.com', 'mcp.example.com.evil.test', false],
    ['mcp-*.example.com', 'mcp-1.example.com', true],
    ['mcp-*.example.com', 'mcp-.example.com', true],
    ['mcp-*.example.com', 'mcp-1.b.example.com', false],
    ['mcp-*.example.com', 'xmcp-1.example.com', false],
    ['*-mcp.example.com', 'a-mcp.example.com', true],
    ['mcp.*.example.com', 'mcp.eu.example.com', true],
    ['mcp.*.example.com', 'mcp.eu.west.example.com', false],
    ['*.mcp-*.example.com', 'a.b.mcp-1.example.com', true],
    ['*.mcp-*.example.com', 'mcp-1.example.com', false],
    ['a.b', 'axb', false],
  ])('%s fits %s: %s', (pattern, host, expected) => {
    expect(read(pattern).fits(host)).toBe(expected);
  });

  it.each([
    ['MCP.Example.COM', 'mcp.example.com'],
    ['example.com.', 'example.com'],
    ['münchen.example', 'xn--mnchen-3ya.example'],
    [' *.Example.com ', '*.example.com'],
    ['tools', 'tools'],
    ['_srv.example', '_srv.example'],
  ])('writes %j as %s', (text, written) => {
    expect(read(text).text).toBe(written);
  });

  it.each([
    '10.0.0.7',
    '[fd00::5]',
    'fd00::5',
    '0x7f.1',
    '2130706433',
    'http://example.com',
    'example.com/x',
    'example.com:443',
    'user@example.com',
    'a b',
    'a..b',
    '.example.com',
    '**.example.com',
    'a*b*c.example.com',
    '',
    '-a.example',
    'a,b',
    `${'a'.repeat(64)}.example`,
  ])('refuses %j', text => {
    expect(HostPattern.read(text)).toEqual({ fault: expect.any(String) });
  });
});
