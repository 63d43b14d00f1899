import { createHash } from 'node:crypto';

/**
 * The text, or as much of it as fits into so many bytes of UTF-8 together with a mark that says that it was cut.
 *
 * The mark carries the size and the first 128 bits of the SHA-256 of the whole text: what a server changes beyond the cut is
 * a change still. No character is cut in half.
 */
export function cutText(text: string, bytesMax: number): string {
  const bytes = Buffer.byteLength(text);
  if (bytes <= bytesMax) return text;
  const digest = createHash('sha256').update(text).digest('hex').slice(0, 32);
  const mark = `… [cut: ${bytes} bytes in all, SHA-256 ${digest}]`;
  const room = Buffer.alloc(Math.max(0, bytesMax - Buffer.byteLength(mark)));
  const { written } = new TextEncoder().encodeInto(text, room);
  // Decoded anew, because a slice of a string would keep all of it in memory.
  return `${room.toString('utf8', 0, written)}${mark}`;
}
