import { normaliseSubject } from './normaliseSubject';

describe('a subject', () => {
  it.each([
    ['*', '*'],
    ['user:ada', 'user:default/ada'],
    ['User:Default/Ada', 'user:default/ada'],
    [' group:Ops/On-Call ', 'group:ops/on-call'],
    [
      'api-key:019AB2C3-0000-7000-8000-00000000000A',
      'api-key:019ab2c3-0000-7000-8000-00000000000a',
    ],
    [
      'https://id.example/Realm#Build Bot',
      'https://id.example/Realm#Build Bot',
    ],
  ])('%j is %j', (text, subject) => {
    expect(normaliseSubject(text)).toMatchObject({ subject });
  });

  it.each([
    'ada',
    'default/ada',
    'user:',
    'user:a/b/c',
    'user:a b',
    'component:default/ada',
    'plugin:catalog',
    'api-key:',
    'api-key:12',
    'https://id.example',
    'https://id.example#',
    'https://#x',
    'https://id.example#a\u0000b',
    'user:#',
    '**',
    '',
    `user:${'a'.repeat(320)}`,
  ])('%j is nobody', text => {
    expect(normaliseSubject(text)).toEqual({ fault: expect.any(String) });
  });
});
