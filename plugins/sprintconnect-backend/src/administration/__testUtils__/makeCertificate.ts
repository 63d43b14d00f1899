import { execFileSync } from 'node:child_process';
import { createHash, X509Certificate } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A self-signed certificate for 127.0.0.1, made by openssl. */
export function makeCertificate(commonName: string) {
  const directory = mkdtempSync(join(tmpdir(), 'sprintconnect-cert-'));
  const keyFile = join(directory, 'key.pem');
  const certFile = join(directory, 'cert.pem');
  try {
    execFileSync(
      'openssl',
      [
        ...['req', '-x509', '-nodes', '-days', '2', '-newkey', 'ec'],
        ...['-pkeyopt', 'ec_paramgen_curve:P-256'],
        ...['-subj', `/CN=${commonName}`],
        ...['-addext', 'subjectAltName=IP:127.0.0.1'],
        ...['-keyout', keyFile, '-out', certFile],
      ],
      { stdio: 'ignore' },
    );
    const key = readFileSync(keyFile, 'utf8');
    const cert = readFileSync(certFile, 'utf8');
    const { raw } = new X509Certificate(cert);
    const thumbprint = createHash('sha256').update(raw).digest();
    return { key, cert, der: raw, thumbprint };
  } finally {
    rmSync(directory, { recursive: true });
  }
}
