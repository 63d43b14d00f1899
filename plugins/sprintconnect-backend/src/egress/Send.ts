import type { ClientCertificate, EgressError, EgressLimits } from '../ports';
import type { Way } from './Way';

/** One request on its way out. */
export interface Outgoing {
  url: URL;
  init: RequestInit;
  limits: EgressLimits;
  clientCertificate?: ClientCertificate;
  /** What it is judged by, and whose connections it uses. */
  way: Way;
  /** Hears of a failure that strikes after the answer was handed over, while its body is read. */
  report(error: EgressError): void;
}

/** Sends a request and answers the response. Rejects with an EgressError, or with the caller's own abort reason. */
export type Send = (request: Outgoing) => Promise<Response>;

/** A concern around sending. */
export type Guard = (next: Send) => Send;
