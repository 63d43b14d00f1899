import { mockCredentials } from '@backstage/backend-test-utils';
import { closedAfterTest } from '../../__testUtils__/closedAfterTest';
import { makeCertificate } from '../../administration/__testUtils__/makeCertificate';
import { openAccess } from '../../administration/__testUtils__/openAccess';
import { rawGet } from '../../administration/__testUtils__/rawGet';
import { startIssuer } from '../../administration/__testUtils__/startIssuer';

describe('a client certificate in a header', () => {
  const client = makeCertificate('robot');
  const hex = client.thumbprint.toString('hex');
  const escaped = encodeURIComponent(client.cert);
  const base64 = client.der.toString('base64');
  type Header = 'x-forwarded-client-cert' | 'x-ssl-client-cert' | 'client-cert';

  async function behind(header: Header, proxies: string[]) {
    const issuer = closedAfterTest(await startIssuer());
    const access = await openAccess({
      settings: {
        issuers: [issuer.settings()],
        clientCertificate: { header, proxies },
      },
    });
    const token = await issuer.sign({
      cnf: { 'x5t#S256': client.thumbprint.toString('base64url') },
    });
    const show = async (value: string | string[], name: string = header) => {
      const { status } = await rawGet(access.port, [
        ['Authorization', `Bearer ${token}`],
        ...[value].flat().map(each => [name, each] as [string, string]),
      ]);
      return status;
    };
    return { ...access, show };
  }

  it.each<[Header, string]>([
    ['x-ssl-client-cert', escaped],
    ['x-forwarded-client-cert', `By=spiffe://a;Cert="${escaped}";Subject="x"`],
    ['x-forwarded-client-cert', `By=spiffe://a;Hash=${hex}`],
    [
      'x-forwarded-client-cert',
      String.raw`Hash=${hex};Subject="CN=a, b\";Hash=${'0'.repeat(64)};\"";URI=`,
    ],
    ['client-cert', `:${base64}:`],
  ])('%s of a configured proxy is believed', async (header, value) => {
    const it = await behind(header, ['10.0.0.0/8', '127.0.0.1']);
    expect(await it.show(value)).toBe(200);
    expect(await it.show([])).toBe(401);
  });

  it.each<[string, Header, { value: string | string[]; proxies: string[] }]>([
    [
      'from anybody else',
      'x-ssl-client-cert',
      { value: escaped, proxies: ['10.0.0.0/8'] },
    ],
    [
      'that came twice',
      'x-ssl-client-cert',
      { value: [escaped, escaped], proxies: ['127.0.0.1'] },
    ],
    [
      'with an element before that of the proxy',
      'x-forwarded-client-cert',
      { value: `Hash=${hex},Hash=${'0'.repeat(64)}`, proxies: ['127.0.0.1'] },
    ],
    [
      'with an element before that of the proxy, and a quote in the subject',
      'x-forwarded-client-cert',
      {
        value: String.raw`Hash=${hex};By=a,By=b;Hash=${'0'.repeat(64)};Subject="CN=\"x"`,
        proxies: ['127.0.0.1'],
      },
    ],
    [
      'with a certificate only where the client may write',
      'x-forwarded-client-cert',
      {
        value: `By=b;Subject="CN=x;Hash=${hex};"`,
        proxies: ['127.0.0.1'],
      },
    ],
    [
      'that is no certificate',
      'client-cert',
      { value: ':AAAA:', proxies: ['127.0.0.1'] },
    ],
    [
      'that is empty of one',
      'x-forwarded-client-cert',
      { value: 'By=x', proxies: ['127.0.0.0/8'] },
    ],
  ])('%s is refused', async (_name, header, { value, proxies }) => {
    const it = await behind(header, proxies);
    const before = await it.counts();
    expect(await it.show(value)).toBe(400);
    expect(it.reached).not.toHaveBeenCalled();
    expect(await it.counts()).toEqual(before);
  });

  it('is nothing under another name, or where none is configured', async () => {
    const it = await behind('x-ssl-client-cert', ['127.0.0.1']);
    expect(await it.show(`:${base64}:`, 'client-cert')).toBe(401);
    expect(await it.show(escaped, 'x_ssl_client_cert')).toBe(401);
  });

  it('is refused from anybody else with whatever credential', async () => {
    const it = await behind('x-ssl-client-cert', ['10.0.0.0/8']);
    const { status } = await rawGet(it.port, [
      ['Authorization', mockCredentials.user.header()],
      ['X-SSL-Client-Cert', escaped],
    ]);
    expect(status).toBe(400);
  });
});
