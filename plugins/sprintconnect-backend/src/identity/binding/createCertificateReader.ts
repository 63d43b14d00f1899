import { createHash, X509Certificate } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { TLSSocket } from 'node:tls';
import ipaddr from 'ipaddr.js';
import type { CertificateHeaderSettings } from '../credentials/IdentitySettings';
import { onlyOne } from '../credentials/readCredential';
import { RefusedCredential } from '../credentials/RefusedCredential';

type Message = Pick<IncomingMessage, 'headers' | 'rawHeaders' | 'socket'>;

/**
 * Thumbprint (RFC 8705, section 3.1) of the certificate that the client showed: to us, or to a configured proxy that
 * hands it on in a header. That header from anybody else is refused, with whatever credential it comes.
 */
export function createCertificateReader(
  settings: CertificateHeaderSettings | undefined,
): (req: Message) => string | undefined {
  const ranges = settings?.proxies.map(toRange) ?? [];
  const isProxy = (address: string | undefined) =>
    address !== undefined &&
    ipaddr.isValid(address) &&
    ipaddr.subnetMatch(ipaddr.process(address), { proxy: ranges }, 'none') ===
      'proxy';

  return req => {
    const value = settings && onlyOne(req, settings.header);
    if (value === undefined) return ofPeer(req.socket);
    if (!isProxy(req.socket.remoteAddress)) {
      throw refused(
        `Only a configured proxy may send ${settings?.header} (sprintconnect.access.clientCertificate.proxies).`,
      );
    }
    return value === '' ? undefined : readHeader(value, settings?.header);
  };
}

function toRange(text: string): [ipaddr.IPv4 | ipaddr.IPv6, number] {
  if (text.includes('/')) return ipaddr.parseCIDR(text);
  const address = ipaddr.process(text);
  return [address, address.kind() === 'ipv4' ? 32 : 128];
}

/** The handshake proved that the peer has the key; which authority vouches for it is not asked (section 2.2). */
function ofPeer(socket: IncomingMessage['socket']): string | undefined {
  const { getPeerCertificate } = socket as Partial<TLSSocket>;
  const raw = getPeerCertificate?.call(socket)?.raw;
  return raw && thumbprintOf(raw);
}

function readHeader(
  value: string,
  header: CertificateHeaderSettings['header'] | undefined,
): string {
  try {
    if (header === 'x-forwarded-client-cert') return ofEnvoy(value);
    if (header === 'client-cert') return ofRfc9440(value);
    return thumbprintOf(new X509Certificate(decodeURIComponent(value)).raw);
  } catch (cause) {
    throw refused(`The header ${header} contains no certificate.`, cause);
  }
}

/**
 * `By=…;Hash=…;Cert="…";Subject="…"`, read to its end, since what stands in quotes is the client's to choose. Several
 * elements, of which a client may have sent the first, are not accepted.
 */
function ofEnvoy(value: string): string {
  const pairs = [
    ...value.matchAll(/([a-z]+)=("(?:[^"\\]|\\.)*"|[^",;]*)(?:;|$)/giy),
  ];
  if (pairs.map(([pair]) => pair).join('') !== value) {
    throw new Error('Not one element');
  }
  const valueOf = (name: string) =>
    pairs
      .find(([, each]) => each.toLowerCase() === name)?.[2]
      .replace(/^"(.*)"$/, '$1');
  const certificate = valueOf('cert');
  if (certificate) {
    return thumbprintOf(
      new X509Certificate(decodeURIComponent(certificate)).raw,
    );
  }
  const hash = valueOf('hash') ?? '';
  if (!/^[0-9a-f]{64}$/i.test(hash)) throw new Error('Neither Cert nor Hash');
  return Buffer.from(hash, 'hex').toString('base64url');
}

/** `:<base64 of the DER>:` (RFC 9440, section 2.1). */
function ofRfc9440(value: string): string {
  const encoded = /^:([A-Za-z0-9+/=]+):$/.exec(value.trim())?.[1] ?? '';
  return thumbprintOf(new X509Certificate(Buffer.from(encoded, 'base64')).raw);
}

function thumbprintOf(der: Buffer): string {
  return createHash('sha256').update(der).digest('base64url');
}

function refused(detail: string, cause?: unknown): RefusedCredential {
  return new RefusedCredential(detail, { code: 'invalid_request', cause });
}
