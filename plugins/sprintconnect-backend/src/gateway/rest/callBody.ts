import { jsonBody } from '../../http';

/** Where calls are made by REST; their bodies are larger than others, and passed on to the last digit. */
export const CALLS =
  /^\/v1\/servers\/[^/]+\/(tools\/[^/]+\/call|prompts\/[^/]+\/get|resources\/read)\/?$/i;

/** What stands around the arguments. */
const AROUND_BYTES = 64 * 1024;

/** Reads the body of a call. */
export const callBody = ({ argumentBytesMax }: { argumentBytesMax: number }) =>
  jsonBody({ limitBytes: argumentBytesMax + AROUND_BYTES, keepsText: true });
