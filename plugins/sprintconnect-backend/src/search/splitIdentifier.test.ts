import fc from 'fast-check';
import { nameKeyOf, splitIdentifier } from './splitIdentifier';

describe('splitIdentifier', () => {
  it.each([
    ['createIssue', 'create issue'],
    ['create_issue', 'create issue'],
    ['create-issue', 'create issue'],
    ['CREATE_ISSUE', 'create issue'],
    ['HTTPServer', 'http server'],
    ['getHTTPSUrl', 'get https url'],
    ['listPRs', 'list prs'],
    ['base64Encode', 'base 64 encode'],
    ['s3_list', 's3 list'],
    ['k8sPods', 'k8s pods'],
    ['file:///logs/app.log', 'file logs app log'],
    ['Café déjà-vu', 'cafe deja vu'],
    ["the user's channel", 'the users channel'],
    ['天气预报 API', '天 气 预 报 api'],
    ['날씨를', '날씨 씨를'],
    ['날씨', '날씨'],
    ['내일 날씨API를 조회', '내일 날씨 api 를 조회'],
    ['พยากรณ์', 'พย ยา าก กร รณ'],
    ['API-post-search', 'api post search'],
    ['🙂 \u0000 "*"', ''],
  ])('splits %s into "%s"', (text, words) => {
    expect(splitIdentifier(text).join(' ')).toBe(words);
  });

  it('gives short words of letters and digits for any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), text => {
        for (const word of splitIdentifier(text)) {
          expect(word).toMatch(/^[\p{L}\p{N}]{1,32}$/u);
        }
      }),
    );
  });
});

describe('splitIdentifier of ASCII', () => {
  it('says what it says of a text that has other characters, too', () => {
    const unit = fc.constantFrom(...'aAbzZ019 _-\'"/.:sS');
    const text = fc.oneof(
      fc.string({ unit: 'binary-ascii', maxLength: 300 }),
      fc.string({ unit, maxLength: 100 }),
    );
    fc.assert(
      fc.property(text, ascii => {
        expect([...splitIdentifier(ascii), '天']).toEqual(
          splitIdentifier(`${ascii} 天`),
        );
      }),
    );
  });
});

describe('nameKeyOf', () => {
  it('forgets case and separators', () => {
    for (const name of ['createIssue', 'create_issue', 'Create Issue']) {
      expect(nameKeyOf(name)).toBe('createissue');
    }
  });

  it('keeps a name without letters', () => {
    expect(nameKeyOf('🙂')).toBe('🙂');
    expect(nameKeyOf(' *** ')).toBe('***');
  });
});
