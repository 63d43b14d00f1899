import { makeCertificate } from '../../administration/__testUtils__/makeCertificate';
import { readCertificate } from './readCertificate';

const one = makeCertificate('one');
const two = makeCertificate('two');
const given = (certificate: unknown, privateKey: unknown, more: object = {}) =>
  ({ type: 'mtls', certificate, privateKey, ...more }) as never;

it('takes a certificate with its key, and tells when it ends', () => {
  const { faults, expiresAt } = readCertificate(given(one.cert, one.key));
  expect(faults).toEqual([]);
  const days = (expiresAt!.getTime() - Date.now()) / (24 * 3600 * 1000);
  expect(Math.round(days)).toBe(2);
});

it.each([
  ['privateKey', given(one.cert, two.key)],
  ['privateKey', given(one.cert, one.cert)],
  ['certificate', given(one.key, one.key)],
])('finds the fault of the %s, and says nothing of it', (path, wrong) => {
  const { faults } = readCertificate(wrong);
  expect(faults.map(each => each.path)).toEqual([path]);
  expect(JSON.stringify(faults)).not.toContain('BEGIN');
});

it('does not look at what is kept elsewhere', () => {
  const ref = { ref: 'file:weather/key' };
  expect(readCertificate(given(one.cert, ref)).faults).toEqual([]);
  expect(readCertificate(given(ref, ref)).faults).toEqual([]);
});
