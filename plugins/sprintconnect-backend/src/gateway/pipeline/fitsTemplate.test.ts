import { fitsTemplate } from './fitsTemplate';

it.each([
  ['test://template/{id}/data', 'test://template/1/data', true],
  ['test://template/{id}/data', 'test://template/1/2/data', false],
  ['test://template/{id}/data', 'test://template/1/data/more', false],
  ['file:///{+path}', 'file:///a/b/c', true],
  ['file:///{+path}', 'file:///a/../../etc/passwd', false],
  ['file:///{+path}', 'file:///a/%2e%2E/etc', false],
  ['file:///{+path}', 'file:///a/..%2fetc', false],
  ['file:///{+path}', 'file:///a\\..\\etc', false],
  ['file:///{path}', 'file:///..', false],
  ['file:///{path}', 'file:///a..b', true],
  ['db://rows{?a,b}', 'db://rows?a=1&b=2', true],
  ['db://rows{?a,b}', 'db://rows', true],
  ['db://rows{/table,id}', 'db://rows/t/1', true],
  ['docs://{name}', 'other://x', false],
  ['docs://{', 'docs://{', false],
])('%s and %s: %s', (template, uri, fits) => {
  expect(fitsTemplate(uri, template)).toBe(fits);
});

it('takes no time for a template that is made to take it', () => {
  const template = '{a}'.repeat(90);
  const begun = performance.now();
  expect(fitsTemplate(`${'a'.repeat(1_990)}/`, template)).toBe(false);
  expect(performance.now() - begun).toBeLessThan(5_000);
});

it('reads no more than a URI may have', () => {
  expect(fitsTemplate(`x${'a'.repeat(2_001)}`, 'x{+a}')).toBe(false);
});
