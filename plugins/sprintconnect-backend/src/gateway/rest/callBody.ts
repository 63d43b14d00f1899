import { jsonBody } from '../../http';

/** Where calls are made by REST; their bodies are larger than others, and passed on to the last digit. */
export const CALLS =
  /^\/v1\/servers\/[^/]+\/(tools\/[^/]+\/call|prompts\/[^/]+\/get|resources\/read)\/?$/i;

/** Arguments of 1 MiB, and what stands around them. */
const BODY_BYTES_MAX = 1024 * 1024 + 64 * 1024;

/** Reads the body of a call. */
export const callBody = () =>
  jsonBody({ limitBytes: BODY_BYTES_MAX, keepsText: true });
