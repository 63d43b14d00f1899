import { KEY_BYTES } from './encrypt';

/** Whether a text is a key in base64 (RFC 4648, section 4), whole: Node reads past what is none. */
export function isKeyText(text: string): boolean {
  const bytes = Buffer.from(text, 'base64');
  const isKey =
    bytes.length === KEY_BYTES && bytes.toString('base64') === text.trim();
  bytes.fill(0);
  return isKey;
}
