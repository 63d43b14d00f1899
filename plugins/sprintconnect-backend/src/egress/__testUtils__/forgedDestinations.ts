import { createServer } from 'node:net';
import { closedAfterTest } from '../../__testUtils__/closedAfterTest';
import type { Resolve } from '../createResolve';

/**
 * URLs by which somebody may try to have SprintConnect reach what it must not (server-side request forgery), for every place that takes a
 * URL. Where the way leads to this machine, it leads to the port of a witness, who counts.
 */
export interface ForgedDestination {
  what: string;
  url: string;
  /** `late`: only the dial can know, because the name answers another thing then. Default: refused before anything is dialled. */
  seen?: 'late';
}

/** Every way to write one address, as parsers of URLs read it (WHATWG URL, host parsing). */
function spellingsOf(address: string): string[] {
  const [a, b, c, d] = address.split('.').map(Number);
  const whole = ((a * 256 + b) * 256 + c) * 256 + d;
  const hex = (value: number) => `0x${value.toString(16)}`;
  const octal = (value: number) => `0${value.toString(8)}`;
  const wide = (text: string) =>
    text.replace(/\d/g, digit => String.fromCodePoint(0xff10 + Number(digit)));
  const circled = (text: string) =>
    text.replace(/\d/g, digit =>
      digit === '0' ? '⓪' : String.fromCodePoint(0x245f + Number(digit)),
    );
  return [
    address,
    `${address}.`,
    String(whole),
    hex(whole),
    octal(whole),
    `${a}.${b}.${c * 256 + d}`,
    `${a}.${(b * 256 + c) * 256 + d}`,
    [a, b, c, d].map(hex).join('.'),
    [a, b, c, d].map(octal).join('.'),
    `${hex(a)}.${octal(b)}.${c}.${hex(d)}`,
    `000${octal(a)}.${b}.${c}.${d}`,
    wide(address),
    circled(address),
    address.replaceAll('.', '。'),
    address.replaceAll('.', '｡'),
    address.replaceAll('.', '．'),
    address.replaceAll('.', '%2e'),
    address.replace(/\d/g, digit => `%3${digit}`),
  ];
}

/** IANA IPv4 Special-Purpose Address Registry (RFC 6890), and where clouds answer. */
const IPV4 = [
  ...['0.0.0.0', '0.1.2.3', '0.255.255.255'],
  ...['10.0.0.1', '10.255.255.255', '100.64.0.1', '100.127.255.255'],
  ...['127.0.0.2', '127.255.255.254', '169.254.0.1', '169.254.255.255'],
  ...['172.16.0.1', '172.31.255.255', '192.168.0.1', '192.168.255.255'],
  ...['192.0.0.1', '192.0.0.8', '192.0.0.170', '192.0.2.1', '192.88.99.1'],
  ...['198.18.0.1', '198.19.255.255', '198.51.100.1', '203.0.113.1'],
  ...['224.0.0.1', '239.255.255.250', '240.0.0.1', '255.255.255.255'],
  ...['169.254.170.2', '100.100.100.200', '168.63.129.16', '192.0.0.192'],
];

/** IANA IPv6 Special-Purpose Address Registry, and every way to wrap an IPv4 address. */
const IPV6 = [
  ...['::1', '0:0:0:0:0:0:0:1', '0000::0001', '::0.0.0.1', '::'],
  // IPv4-mapped and IPv4-compatible (RFC 4291, sections 2.5.5.2 and 2.5.5.1), IPv4-translated (RFC 2765).
  ...['::ffff:127.0.0.1', '::ffff:7f00:1', '0:0:0:0:0:ffff:7f00:1'],
  ...['::FFFF:10.0.0.1', '::ffff:169.254.169.254', '::ffff:0.0.0.0'],
  ...['::127.0.0.1', '::7f00:1', '::10.0.0.1', '::a9fe:a9fe'],
  ...['::ffff:0:127.0.0.1', '::ffff:0:a9fe:a9fe'],
  // NAT64: well-known (RFC 6052) and local-use (RFC 8215).
  ...['64:ff9b::127.0.0.1', '64:ff9b::7f00:1', '64:ff9b::169.254.169.254'],
  ...['64:ff9b:1::7f00:1', '64:ff9b:1:ffff::a00:1', '64:ff9b:1::a9fe:a9fe'],
  // 6to4 (RFC 3056), Teredo (RFC 4380), ISATAP (RFC 5214).
  ...['2002:7f00:1::', '2002:a00:1::1', '2002:a9fe:a9fe::', '2002:c0a8:1::1'],
  ...['2001:0:4136:e378:8000:63bf:80ff:fffe', '2001::7f00:1'],
  ...['fe80::5efe:127.0.0.1', '2606:4700::5efe:7f00:1'],
  ...['2606:4700::200:5efe:10.0.0.1', '2a00:1450::5efe:a9fe:a9fe'],
  // Protocol assignments, benchmarking, ORCHID, drones, documentation, segment routing, discard, dummy.
  ...['2001:1::1', '2001:1::2', '2001:2::1', '2001:3::1', '2001:4:112::1'],
  ...['2001:10::1', '2001:20::1', '2001:30::1', '2001:db8::1', '3fff::1'],
  ...['5f00::1', '100::1', '100:0:0:1::1'],
  // Unique local, link-local, site-local that was, multicast, and what is nobody's.
  ...['fc00::1', 'fd00::1', 'fd00:ec2::254', 'fd20:ce::254', 'fe80::1'],
  ...['febf::1', 'fec0::1', 'feff::1', 'ff01::1', 'ff02::1', 'ff0e::1'],
  ...['4000::1', '8000::1', 'e000::1', '1::1', '200::1'],
];

const SCHEMES = [
  ...['ftp', 'ftps', 'sftp', 'ssh', 'tftp', 'gopher', 'dict', 'ldap'],
  ...['ldaps', 'file', 'jar', 'netdoc', 'ws', 'wss', 'smb', 'redis'],
  ...['mysql', 'unix', 'http+unix', 'javascript', 'data', 'blob', 'about'],
];

/** One of each kind that `deniedPorts` names, at a public address. */
const PORTS = [
  ...[1, 7, 19, 21, 22, 23, 25, 53, 69, 110, 111, 123, 135, 139, 143, 161],
  ...[389, 445, 465, 512, 514, 587, 636, 873, 1433, 1521, 2049, 2181, 2375],
  ...[2379, 3306, 3389, 5432, 5672, 5900, 5984, 5985, 6379, 6443, 7001, 8086],
  ...[9042, 9092, 9200, 10250, 11211, 27017],
];
const PUBLIC = '93.184.215.14';

/** Tricks with what stands around the host. `@` is the port of the witness. */
const AROUND = [
  'http://user@127.0.0.1:@/',
  'http://user:secret@127.0.0.1:@/',
  'http://example.com@127.0.0.1:@/',
  'http://example.com:80@127.0.0.1:@/',
  'http://127.0.0.1:@\\@example.com/',
  'http://127.0.0.1:@#@example.com/',
  'http://127.0.0.1:@?@example.com/',
  'http://127.0.0.1:@/example.com',
  'http://127.0.0.1:@;example.com/',
  'http:127.0.0.1:@/',
  'http:/127.0.0.1:@/',
  'http:////127.0.0.1:@/',
  'http:\\\\127.0.0.1:@/',
  'http:/\\127.0.0.1:@/',
  '  http://127.0.0.1:@/  ',
  'ht\ntp://127.0.0.1:@/',
  'http://127.0.\t0.1:@/',
  'http://127.0.0.1\r\n:@/',
  'HTTP://127.0.0.1:@/',
  'http://127.0.0.1:0@/',
  'http://[::1]:@/',
  'http://[::1%25lo]:@/',
  'http://[::1%lo]:@/',
  'http://[fe80::1%25lo]:@/',
  'http://[fe80::1%2525lo]:@/',
  'http://[::ffff:127.0.0.1%25lo]:@/',
  'http://[127.0.0.1]:@/',
  'http://::1:@/',
  'http://[::1:@/',
  'http://localhost:@/',
  'http://LOCALHOST:@/',
  'http://localhost.:@/',
  'http://tools.localhost:@/',
  'http://a.b.localhost.:@/',
  'http://ⓛⓞⓒⓐⓛⓗⓞⓢⓣ:@/',
  'http://ｌｏｃａｌｈｏｓｔ:@/',
  'http://local\u00adhost:@/',
  'http://%6c%6f%63%61%6chost:@/',
  'http://localhost%00.example:@/',
  'http://127.0.0.1%00.example:@/',
  'http://127.0.0.1%0d%0aHost:@/',
  'http://0x7f.0.0.0x1.:@/',
  'http://0:@/',
  'http://00000:@/',
  'http://0x:@/',
  'http://127.0.0.1.:@/',
  'http://127.0.0.1..:@/',
  'http://①②⑦.⓪.⓪.①.:@/',
  'https://127.0.0.1:@/',
  'https://[0:0:0:0:0:ffff:127.0.0.1]:@/',
];

type Answers = readonly (readonly string[])[];

/** What the names of a zone answer that its owner has made to do harm: one after the other, and the last one from then on. */
const NAMES: Readonly<Record<string, Answers>> = {
  'a-loopback': [['127.0.0.1']],
  'aaaa-loopback': [['::1']],
  'both-loopback': [['127.0.0.1', '::1']],
  'mixed-public-first': [[PUBLIC, '127.0.0.1']],
  'mixed-loopback-first': [['127.0.0.1', PUBLIC]],
  'mixed-families': [[PUBLIC, '::1']],
  'mixed-many': [[PUBLIC, PUBLIC, PUBLIC, PUBLIC, '10.0.0.1']],
  'cname-to-private': [['10.0.0.7']],
  'cname-to-localhost': [['127.0.0.1']],
  'metadata.google.internal': [['169.254.169.254']],
  'metadata-by-name': [['169.254.169.254']],
  'metadata-of-aws-ipv6': [['fd00:ec2::254']],
  'metadata-of-azure': [['168.63.129.16']],
  'metadata-of-alibaba': [['100.100.100.200']],
  'mapped-loopback': [['::ffff:127.0.0.1']],
  'mapped-metadata': [['::ffff:169.254.169.254']],
  'compatible-loopback': [['::127.0.0.1']],
  'nat64-loopback': [['64:ff9b::7f00:1']],
  'nat64-local-use': [['64:ff9b:1::7f00:1']],
  '6to4-loopback': [['2002:7f00:1::']],
  'teredo-loopback': [['2001::7f00:1']],
  'isatap-loopback': [['2606:4700::5efe:7f00:1']],
  'zoned-link-local': [['fe80::1%lo']],
  'unspecified-4': [['0.0.0.0']],
  'unspecified-6': [['::']],
  broadcast: [['255.255.255.255']],
  multicast: [['224.0.0.1']],
  'carrier-grade': [['100.64.0.1']],
  'unique-local': [['fd12::1']],
  'site-local': [['fec0::1']],
  'no-address-at-all': [['not-an-address']],
  'text-of-an-address': [['0x7f.1']],
};

/** Public when they are checked, this machine when they are dialled. */
const REBINDING: Readonly<Record<string, Answers>> = {
  'rebinding-to-loopback': [[PUBLIC], ['127.0.0.1']],
  'rebinding-to-ipv6': [[PUBLIC], ['::1']],
  'rebinding-to-mapped': [[PUBLIC], ['::ffff:127.0.0.1']],
  'rebinding-to-mixed': [[PUBLIC], [PUBLIC, '127.0.0.1']],
  'rebinding-from-nothing': [[], ['127.0.0.1']],
  'rebinding-with-ttl-0': [[PUBLIC], ['10.0.0.1'], ['127.0.0.1']],
};

/** All of them, each with this port where it leads to this machine. */
export function forgedDestinations(port: number): ForgedDestination[] {
  const at = (what: string, hosts: readonly string[]) =>
    hosts.map(host => ({
      what: `${what} ${host}`,
      url: `http://${host}:${port}/mcp`,
    }));
  const all: ForgedDestination[] = [
    ...at('loopback as', spellingsOf('127.0.0.1')),
    ...at('metadata as', spellingsOf('169.254.169.254')),
    ...at('a private address as', spellingsOf('10.0.0.1')),
    ...at('IPv4', IPV4),
    ...at(
      'IPv6',
      IPV6.map(each => `[${each}]`),
    ),
    ...SCHEMES.map(scheme => ({
      what: `scheme ${scheme}`,
      url: `${scheme}://127.0.0.1:${port}/mcp`,
    })),
    ...PORTS.map(each => ({
      what: `port ${each}`,
      url: `http://${PUBLIC}:${each}/mcp`,
    })),
    ...AROUND.map(each => ({
      what: `around the host: ${each}`,
      url: each.replace(/:(0?)@(?=[^@]*$)|:@/, `:$1${port}`),
    })),
    ...at('a name of', Object.keys(NAMES).map(zoned)),
    ...at('a name that is', Object.keys(REBINDING).map(zoned)).map(each => ({
      ...each,
      seen: 'late' as const,
    })),
  ];
  return [...new Map(all.map(each => [each.url, each])).values()];
}

function zoned(name: string): string {
  return name.includes('.') ? name : `${name}.forged.test`;
}

/**
 * The resolver of these names, for one attempt: each begins with its first answer. Others have no address. `answersLate` makes names that rebind
 * begin with what they answer later: as if the check before had taken place long ago.
 */
export function hostileResolve(
  options: { answersLate?: boolean } = {},
): Resolve {
  const asked = new Map<string, number>();
  return async hostname => {
    const name = hostname.toLowerCase().replace(/\.$/, '');
    const short = name.replace(/\.forged\.test$/, '');
    const answers = NAMES[short] ?? REBINDING[short];
    if (!answers) throw Object.assign(new Error(name), { code: 'ENOTFOUND' });
    const count = asked.get(name) ?? (options.answersLate ? 1 : 0);
    asked.set(name, count + 1);
    return answers[Math.min(count, answers.length - 1)].map(address => ({
      address,
      family: address.includes(':') ? 6 : 4,
    }));
  };
}

/** Listens on this machine, on IPv4 and where there is IPv6 on that, too, and counts who comes. */
export async function startWitness(): Promise<{
  port: number;
  seen: { connections: number };
}> {
  const seen = { connections: 0 };
  const listen = (host: string, port: number) =>
    new Promise<number>((resolve, reject) => {
      const server = createServer(socket => {
        seen.connections += 1;
        socket.end('HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n');
      });
      server.once('error', reject);
      server.listen(port, host, () => {
        closedAfterTest({ close: () => server.close() });
        resolve((server.address() as { port: number }).port);
      });
    });
  const port = await listen('127.0.0.1', 0);
  await listen('::1', port).catch(() => undefined);
  return { port, seen };
}
