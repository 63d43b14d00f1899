import type { QueryWord } from './readQuery';

/** Words that a document must have, all of them, in its name or anywhere. */
export interface Conjunction {
  inName?: boolean;
  words: readonly QueryWord[];
}

/** A part of a padded word as a pattern of words. */
export function toLike(part: string): string {
  const begins = part.startsWith('^') ? '' : '%';
  const ends = part.endsWith('$') ? '' : '%';
  return `${begins}${part.replace(/[\^$]/g, '')}${ends}`;
}

/** For `tsvector`. Words are letters and digits, so that nothing in them needs to be escaped. */
export function toTsquery(any: readonly Conjunction[]): string {
  return any
    .map(({ words }) => {
      const all = words.map(({ word, forms, isPrefix }) =>
        [
          ...forms.map(form => `'${form}'`),
          ...(isPrefix ? [`'${word}':*`] : []),
        ].join(' | '),
      );
      return `(${all.map(each => `(${each})`).join(' & ')})`;
    })
    .join(' | ');
}

/** For the columns of `search_terms`. */
export function toFts5(any: readonly Conjunction[]): string {
  return any
    .map(({ inName, words }) => {
      const all = words.map(({ word, forms, isPrefix }) =>
        [
          ...forms.map(form => `"${form}"`),
          ...(isPrefix ? [`"${word}" *`] : []),
        ].join(' OR '),
      );
      const column = inName ? 'name' : 'terms';
      return `(${column} : (${all.map(each => `(${each})`).join(' AND ')}))`;
    })
    .join(' OR ');
}
