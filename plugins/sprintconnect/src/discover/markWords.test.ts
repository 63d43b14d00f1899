import { markWords } from './markWords';

const marked = (text: string, q: string) =>
  markWords(text, q)
    .map(part => (part.marked ? `[${part.text}]` : part.text))
    .join('');

describe('markWords', () => {
  it.each([
    ['create_issue', 'create issue', '[create]_[issue]'],
    ['closeIssue', 'issue', 'close[Issue]'],
    ['Get the forecast', 'fore', 'Get the [forecast]'],
    ['Searches for issues', 'search issue', '[Searches] for [issues]'],
    ['Create an issue', 'creating issues', '[Create] an [issue]'],
    ['HTTPServer2', 'server', 'HTTP[Server]2'],
    // Neither common words nor beginnings of one or two letters light up half the page.
    ['Sends it to the tool', 'send to the', '[Sends] it to the tool'],
    ['A place on earth', 'pl', 'A place on earth'],
    ['delete_station', 'delte', 'delete_station'],
    ['Größe des Ärgers', 'größe', '[Größe] des Ärgers'],
    ['anything', '', 'anything'],
    ['', 'word', ''],
    // What a reader types is no pattern.
    ['a.b (c)', '.* ( [', 'a.b (c)'],
  ])('in %j for %j marks %j', (text, q, expected) => {
    expect(marked(text, q)).toBe(expected);
  });
});
