import { DestinationPolicy } from './DestinationPolicy';

const policy = new DestinationPolicy({
  allow: [
    { host: 'Tools.Corp.example', ports: [8080, 22] },
    { host: '[fd00::5]' },
    { host: '10.0.0.7', ports: [443] },
    { host: '169.254.1.1' },
    { host: '127.0.0.1', ports: [7101] },
    { host: '::1', ports: [7102] },
  ],
});
const refusalOfUrl = (url: string) => policy.refusalOfUrl(new URL(url))?.code;
const refusalOfAddress = (host: string, port: number, address: string) =>
  policy.refusalOfAddress(host, port, address)?.code;

describe('DestinationPolicy', () => {
  it.each([
    ['https://example.com/mcp', undefined],
    ['http://example.com:8080/', undefined],
    ['https://[fd00::5]/', undefined],
    ['https://[fd00:0:0::5]:9000/', undefined],
    ['https://10.0.0.7/', undefined],
    ['http://tools.corp.example:22/', undefined],
    ['http://tools.corp.example.:22/', undefined],
    ['http://10.0.0.7/', 'address-not-allowed'],
    ['ftp://example.com/', 'scheme-not-allowed'],
    ['file:///etc/passwd', 'scheme-not-allowed'],
    ['https://user:secret@example.com/', 'scheme-not-allowed'],
    ['https://user@example.com/', 'scheme-not-allowed'],
    ['https://:secret@example.com/', 'scheme-not-allowed'],
    ['http://example.com:22/', 'port-not-allowed'],
    ['http://example.com:6379/', 'port-not-allowed'],
    ['http://[fd00::5]:5432/', 'port-not-allowed'],
    ['http://127.0.0.1/', 'address-not-allowed'],
    ['http://2130706433/', 'address-not-allowed'],
    ['http://0x7f000001/', 'address-not-allowed'],
    ['http://0x7f.1/', 'address-not-allowed'],
    ['http://0177.0.0.1/', 'address-not-allowed'],
    ['http://127.1/', 'address-not-allowed'],
    ['http://①②⑦.⓪.⓪.①/', 'address-not-allowed'],
    ['http://127。0。0。1/', 'address-not-allowed'],
    ['http://[::1]/', 'address-not-allowed'],
    ['http://localhost/', 'address-not-allowed'],
    ['http://LOCALHOST.:8080/', 'address-not-allowed'],
    ['http://tools.localhost/', 'address-not-allowed'],
    ['http://localhost:7101/', undefined],
    ['http://localhost:7102/', undefined],
    ['http://notlocalhost/', undefined],
    ['http://[::ffff:127.0.0.1]/', 'address-not-allowed'],
    ['http://[::ffff:7f00:1]/', 'address-not-allowed'],
    ['http://[64:ff9b::127.0.0.1]/', 'address-not-allowed'],
    ['http://169.254.169.254/latest/meta-data', 'address-not-allowed'],
  ])('judges %s as %s', (url, code) => {
    expect(refusalOfUrl(url)).toBe(code);
  });

  it.each([
    [
      'a listed name may lead inside',
      'tools.corp.example',
      8080,
      '10.1.1.1',
      undefined,
    ],
    [
      'not at another port',
      'tools.corp.example',
      8081,
      '10.1.1.1',
      'address-not-allowed',
    ],
    [
      'not to the metadata service',
      'tools.corp.example',
      8080,
      '169.254.169.254',
      'address-not-allowed',
    ],
    [
      'not to a link-local address',
      'tools.corp.example',
      8080,
      'fe80::1',
      'address-not-allowed',
    ],
    [
      'an unlisted name may lead to a listed address',
      'other.example',
      443,
      '10.0.0.7',
      undefined,
    ],
    [
      'an unlisted name may not lead inside',
      'other.example',
      443,
      '10.0.0.8',
      'address-not-allowed',
    ],
    [
      'a listed address is reached even when special',
      '169.254.1.1',
      80,
      '169.254.1.1',
      undefined,
    ],
    [
      'an unlisted name may lead outside',
      'other.example',
      443,
      '8.8.8.8',
      undefined,
    ],
  ] as const)('%s', (...[, host, port, address, code]) => {
    expect(refusalOfAddress(host, port, address)).toBe(code);
  });

  it.each([
    'http://169.254.169.254/latest/meta-data',
    'http://169.254.169.254:22/',
    'http://169.254.170.2/',
    'http://100.100.100.200/',
    'http://[fd00:ec2::254]/',
    'http://[::ffff:169.254.169.254]/',
    'http://[64:ff9b::a9fe:a9fe]/',
    'http://[2002:a9fe:a9fe::1]/',
    'http://[fe80::1]/',
    'http://metadata.google.internal:22/',
  ])('refuses %s without saying how to allow it', url => {
    const { message } = policy.refusalOfUrl(new URL(url))!;
    expect(message).toContain("hand out the machine's credentials");
    expect(message).not.toMatch(/egress\.allow|administrator/);
  });

  it('does not say how to allow a name that leads to a metadata address', () => {
    const refusal = policy.refusalOfAddress('a.example', 80, '169.254.169.254');
    expect(refusal?.message).toMatch(
      /^a\.example resolves to a cloud metadata/,
    );
    expect(refusal?.message).not.toMatch(/egress\.allow|administrator/);
  });

  it('names the remedy and not the address behind a name', () => {
    const { message } = policy.refusalOfAddress(
      'db.example',
      8443,
      '10.9.8.7',
    )!;
    expect(message).toContain(
      'add {host: "db.example", ports: [8443]} to sprintconnect.egress.allow',
    );
    expect(message).toContain('a private address');
    expect(message).not.toContain('10.9.8.7');
  });

  it.each([
    '*.example.com',
    'http://example.com',
    'a b',
    'example.com/x',
    'fd00::zz',
    '',
  ])('refuses the entry %j', host => {
    expect(() => new DestinationPolicy({ allow: [{ host }] })).toThrow(
      'sprintconnect.egress.allow[0].host',
    );
  });
});
