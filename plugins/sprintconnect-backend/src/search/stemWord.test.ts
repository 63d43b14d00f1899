import fc from 'fast-check';
import { stemWord } from './stemWord';

describe('stemWord', () => {
  it.each([
    ['message', 'messages', 'messaging'],
    ['create', 'creates', 'created', 'creating'],
    ['list', 'lists', 'listed', 'listing'],
    ['query', 'queries'],
    ['repository', 'repositories'],
    ['run', 'runs', 'running'],
    ['delete', 'deleted', 'deleting', 'deletion'],
    ['notify', 'notifies'],
    ['connect', 'connected', 'connection', 'connections'],
    ['translate', 'translation', 'translating'],
    ['page', 'pages', 'paging'],
  ])('makes %s one with %s', (...words) => {
    expect(new Set(words.map(stemWord)).size).toBe(1);
  });

  it('keeps different words apart', () => {
    const words = ['issue', 'user', 'use', 'string', 'bring', 'class', 'bus'];
    expect(new Set(words.map(stemWord)).size).toBe(words.length);
  });

  it('leaves what is no English word', () => {
    for (const word of ['s3', '天', 'ключи', 'id', '']) {
      expect(stemWord(word)).toBe(word);
    }
  });

  it('gives a beginning of letters for any word, in bounded time', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z]{3,32}$/), word => {
        expect(stemWord(word)).toMatch(/^[a-z]+$/);
      }),
    );
    expect(stemWord('y'.repeat(32))).toMatch(/^y+i?$/);
  });
});
