import { expandTemplate, variablesOf } from './uriTemplate';

/** Of RFC 6570, section 3.2. */
const values = {
  var: 'value',
  hello: 'Hello World!',
  half: '50%',
  empty: '',
  path: '/foo/bar',
  x: '1024',
  y: '768',
  who: 'fred',
};

it.each([
  ['{var}', 'value'],
  ['{hello}', 'Hello%20World%21'],
  ['{half}', '50%25'],
  ['O{empty}X', 'OX'],
  ['O{undef}X', 'OX'],
  ['{x,y}', '1024,768'],
  ['{var:3}', 'val'],
  ['{var:30}', 'value'],
  ['{+hello}', 'Hello%20World!'],
  ['{+half}', '50%25'],
  ['{+path}/here', '/foo/bar/here'],
  ['{+path:6}/here', '/foo/b/here'],
  ['{#path,x}/here', '#/foo/bar,1024/here'],
  ['X{.x,y}', 'X.1024.768'],
  ['{/who,who}', '/fred/fred'],
  ['{/var,empty}', '/value/'],
  ['{;x,y,empty}', ';x=1024;y=768;empty'],
  ['{?x,y,empty}', '?x=1024&y=768&empty='],
  ['{?undef}', ''],
  ['?fixed=yes{&x}', '?fixed=yes&x=1024'],
  ['{var*}', 'value'],
  ['no variables', 'no variables'],
])('expands %s to %s', (template, uri) => {
  expect(expandTemplate(template, values)).toBe(uri);
});

it('names each variable once, as they come', () => {
  expect(variablesOf('a://{b}/{+c,d*}{?e:3,b}')).toEqual(['b', 'c', 'd', 'e']);
});

it('takes any text for a value', () => {
  expect(expandTemplate('{a}', { a: '\uD800' })).toBe('%EF%BF%BD');
  expect(expandTemplate('{constructor}', {})).toBe('');
  expect(expandTemplate('{+a}', { a: '[::1]%2F' })).toBe('[::1]%2F');
});
