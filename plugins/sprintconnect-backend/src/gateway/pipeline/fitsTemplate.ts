const TOKENS = /\{([^{}]*)\}|[^{}]+/g;
const TOKENS_MAX = 100;
const URI_MAX = 2_000;

type Token = { literal: string } | { mayHold(character: string): boolean };

/**
 * Whether a URI is one of those that a template stands for (RFC 6570). Pure.
 *
 * @remarks
 *
 * Written by hand, because a template of a stranger becomes a regular expression in the SDK, and one with many variables in a row takes
 * for ever. This takes the length of the URI times that of the template. A step upwards in a path fits no template: whoever may read
 * below a place may not read beside it.
 */
export function fitsTemplate(uri: string, template: string): boolean {
  if (uri.length > URI_MAX || template.length > URI_MAX) return false;
  if (climbs(uri) && !climbs(template)) return false;
  const tokens = tokensOf(template);
  if (!tokens || tokens.length > TOKENS_MAX) return false;
  let ends = new Set([0]);
  for (const token of tokens) {
    ends =
      'literal' in token
        ? afterLiteral(uri, ends, token.literal)
        : afterVariable(uri, ends, token.mayHold);
    if (ends.size === 0) return false;
  }
  return ends.has(uri.length);
}

/** Whether a path goes upwards, however it is written. */
function climbs(uri: string): boolean {
  const plain = uri.replace(/%2e/gi, '.').replace(/%2f|%5c|\\/gi, '/');
  return /(^|\/)\.\.?(\/|$|[?#])/.test(plain);
}

function tokensOf(template: string): Token[] | undefined {
  const found = [...template.matchAll(TOKENS)];
  // A brace that belongs to no expression.
  if (found.map(([text]) => text).join('') !== template) return undefined;
  return found.map(([text, expression]) =>
    expression === undefined
      ? { literal: text }
      : { mayHold: holderOf(expression) },
  );
}

function holderOf(expression: string): (character: string) => boolean {
  switch (expression[0]) {
    case '+':
    case '#':
      return () => true;
    case '/':
      return character => character !== '?' && character !== '#';
    case '?':
    case '&':
      return character => character !== '#' && character !== '/';
    default:
      return character => !'/?#'.includes(character);
  }
}

function afterLiteral(uri: string, ends: Set<number>, literal: string) {
  return new Set(
    [...ends]
      .filter(end => uri.startsWith(literal, end))
      .map(end => end + literal.length),
  );
}

function afterVariable(
  uri: string,
  ends: Set<number>,
  mayHold: (character: string) => boolean,
) {
  const after = new Set(ends);
  for (let at = 0; at < uri.length; at++) {
    if (after.has(at) && mayHold(uri[at])) after.add(at + 1);
  }
  return after;
}
