import { messages, type Translate } from './translation';

/** Phrases that read old-fashioned or long, and what to write instead. */
const BANNED: Array<[RegExp, string]> = [
  [/\bmay not\b/i, "don't have access to, don't have permission to"],
  [/\b(some|no)body\b/i, 'someone, no one'],
  [/\bis (taken|refused)\b/i, "is already used, isn't allowed"],
  [/\bof (before|now)\b/i, 'previous, current'],
  [/\bbr(eaks|oke|oken) off\b/i, 'closed the connection'],
  [/\bany (more|longer)\b/i, 'no longer'],
  [/\bat once\b/i, 'right away'],
  [/\bdiscover(y|ed|ing)\b/i, 'refresh'],
  [/\b(can|could|do|does|is|are|was|has|have) ?not\b/i, 'a contraction'],
];

/** In characters. Longer texts are not read on a page. */
const LENGTH_MAX = 180;

const texts = textsOf(messages);

function textsOf(node: object): string[] {
  return Object.values(node).flatMap(each =>
    typeof each === 'string' ? [each] : textsOf(each),
  );
}

describe('Translate', () => {
  const said: unknown[][] = [];
  const t = ((...given: unknown[]) => {
    said.push(given);
    return '';
  }) as Translate;

  it('does not compile without the values that a message has gaps for', () => {
    t('register.title');
    t('register.done', { name: 'weather' });
    t('register.fix', { count: 1 });
    // @ts-expect-error there is no such message
    t('register.unheardOf');
    // @ts-expect-error a gap without its value
    t('register.done');
    // @ts-expect-error a value for another gap
    t('register.done', { title: 'weather' });
    // @ts-expect-error a plural without its count
    t('register.fix');
    expect(said).toHaveLength(7);
  });
});

describe('messages', () => {
  it.each(BANNED)('avoid %s; write: %s', phrase => {
    expect(texts.filter(each => phrase.test(each))).toEqual([]);
  });

  it('are short', () => {
    expect(texts.filter(each => each.length > LENGTH_MAX)).toEqual([]);
  });

  it('are all looked at', () => {
    expect(texts).toContain("You don't have access to API keys");
    expect(texts).toContain('Refresh tools');
  });
});
