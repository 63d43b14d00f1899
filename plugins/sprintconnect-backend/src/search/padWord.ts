/** Its first letter and its last weigh more in trigrams when something stands before and after the word. */
export function padWord(word: string): string {
  return `^^${word}$`;
}
