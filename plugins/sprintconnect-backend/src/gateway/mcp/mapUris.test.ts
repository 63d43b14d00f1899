import { parseExactly } from '@sprintconnect/plugin-sprintconnect-common';
import { mapUris } from './mapUris';

const mapped = (text: string) =>
  JSON.stringify(
    mapUris(
      parseExactly(text).exact as Record<string, unknown>,
      uri => `new:${uri}`,
    ),
  );

describe('URIs in results', () => {
  it.each([
    [
      'links',
      '{"content":[{"type":"resource_link","uri":"a:b","n":1}]}',
      '{"content":[{"type":"resource_link","uri":"new:a:b","n":1}]}',
    ],
    [
      'embedded resources',
      '{"content":[{"type":"resource","resource":{"uri":"a:b","text":"a:b"}}]}',
      '{"content":[{"type":"resource","resource":{"uri":"new:a:b","text":"a:b"}}]}',
    ],
    [
      'contents',
      '{"contents":[{"uri":"a:b","_meta":{"ui":{"resourceUri":"ui://x"}}}]}',
      '{"contents":[{"uri":"new:a:b","_meta":{"ui":{"resourceUri":"new:ui://x"}}}]}',
    ],
    [
      'messages',
      '{"messages":[{"role":"user","content":{"type":"resource_link","uri":"a:b"}}]}',
      '{"messages":[{"role":"user","content":{"type":"resource_link","uri":"new:a:b"}}]}',
    ],
    [
      'pages of tools',
      '{"_meta":{"ui":{"resourceUri":"ui://x"},"ui/resourceUri":"ui://y"}}',
      '{"_meta":{"ui":{"resourceUri":"new:ui://x"},"ui/resourceUri":"new:ui://y"}}',
    ],
  ])('are mapped in %s', (_, text, expected) => {
    expect(mapped(text)).toBe(expected);
  });

  it.each([
    '{"content":[{"type":"text","text":"a:b","uri":"a:b"}]}',
    '{"structuredContent":{"uri":"a:b","n":9007199254740993},"uri":"a:b"}',
    '{"content":12345678901234567890,"_meta":null,"contents":[1e400,null,"a:b"]}',
    '{"content":[{"type":"resource","resource":7},{"type":"resource_link","uri":9007199254740993}]}',
    '{"__proto__":{"uri":"a:b"}}',
  ])('are nowhere else, as in %s', text => {
    const { exact } = parseExactly(text);
    const result = exact as Record<string, unknown>;
    expect(mapUris(result, uri => `new:${uri}`)).toBe(result);
    expect(mapped(text)).toBe(text);
  });
});
