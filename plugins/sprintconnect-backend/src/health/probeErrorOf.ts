import type { ProbeErrorCode } from '@sprintconnect/plugin-sprintconnect-common';
import type { UpstreamErrorCode } from '../upstream';

const CODES: Readonly<Record<UpstreamErrorCode, ProbeErrorCode>> = {
  dns: 'dns',
  refused: 'refused',
  tls: 'tls',
  timeout: 'timeout',
  'login-required': 'login-required',
  auth: 'auth',
  credential: 'auth',
  throttled: 'throttled',
  protocol: 'protocol',
  'http-5xx': 'http-5xx',
  'egress-refused': 'egress-refused',
  // An answer that does not end is none that MCP knows.
  'too-large': 'protocol',
  // A stdio entry that the administrators took away.
  'not-allowed': 'egress-refused',
};

const MESSAGE_MAX = 500;

/** Why a probe failed, in the words of health. Pure. */
export function probeErrorOf(error: {
  code: UpstreamErrorCode;
  message: string;
}): { code: ProbeErrorCode; message: string } {
  return {
    code: CODES[error.code],
    message: error.message.replaceAll('\u0000', '\uFFFD').slice(0, MESSAGE_MAX),
  };
}
