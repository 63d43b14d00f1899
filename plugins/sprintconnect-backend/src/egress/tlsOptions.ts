import { rootCertificates } from 'node:tls';

/** What is asked of TLS, beside what Node.js asks by itself. */
export interface TlsChoices {
  /** Certificates that are trusted beside those of Node.js, as PEM. */
  ca?: string;
  /** Default: that of Node.js, TLS 1.2. */
  minVersion?: 'TLSv1.2' | 'TLSv1.3';
}

/** As `tls.connect` takes them. */
export function tlsOptions({ ca, minVersion }: TlsChoices = {}) {
  return {
    ...(ca !== undefined && { ca: [...rootCertificates, ca] }),
    ...(minVersion && { minVersion }),
  };
}
