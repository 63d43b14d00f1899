import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';
import type { Fault } from '@sprintconnect/plugin-sprintconnect-common';
import type { GivenCredential } from './SealedContent';

type Mtls = Extract<GivenCredential, { type: 'mtls' }>;

/** What is known of a client certificate whose parts are at hand. */
export interface CertificateReading {
  faults: Fault[];
  /** When it ends. */
  expiresAt?: Date;
}

/** Whether certificate and key can be read and belong together. Parts that are kept elsewhere are not looked at. Pure. */
export function readCertificate(given: Mtls): CertificateReading {
  const { certificate, privateKey, passphrase } = given;
  const faults: Fault[] = [];
  const fault = (path: string, message: string) =>
    faults.push({ path, message });
  let x509: X509Certificate | undefined;
  if (typeof certificate === 'string') {
    try {
      x509 = new X509Certificate(certificate);
    } catch {
      fault('certificate', "isn't a certificate in PEM");
    }
  }
  let key: KeyObject | undefined;
  if (typeof privateKey === 'string' && typeof passphrase !== 'object') {
    try {
      key = createPrivateKey({ key: privateKey, passphrase });
    } catch {
      fault(
        'privateKey',
        passphrase === undefined
          ? "isn't a private key in PEM, or needs a passphrase"
          : "isn't a private key in PEM, or the passphrase isn't right",
      );
    }
  }
  if (x509 && key && !x509.checkPrivateKey(key)) {
    fault('privateKey', "doesn't belong to the certificate");
  }
  return { faults, ...(x509 && { expiresAt: new Date(x509.validTo) }) };
}
