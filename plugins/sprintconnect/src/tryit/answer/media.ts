/** What a browser draws or plays and that holds no script. */
const SHOWN: ReadonlySet<string> = new Set([
  'image/png',
  'image/jpeg',
  'image/gif',
  'image/webp',
  'image/avif',
  'image/bmp',
  'audio/mpeg',
  'audio/mp3',
  'audio/mp4',
  'audio/aac',
  'audio/ogg',
  'audio/wav',
  'audio/x-wav',
  'audio/webm',
  'audio/flac',
]);
/** In characters of base64: 6 MiB. */
const SHOWN_MAX = 8 * 1024 * 1024;
const BASE64 = /^[A-Za-z0-9+/\s]*={0,2}\s*$/;

/** The type without its parameters. */
export function typeOf(mimeType: string): string {
  return mimeType.split(';')[0].trim().toLowerCase();
}

/** Whether data can be shown; if not, why. Pure. */
export function mediaState(
  mimeType: string,
  data: string,
): 'shown' | 'too-large' | 'other-type' | 'broken' {
  if (!BASE64.test(data)) return 'broken';
  if (!SHOWN.has(typeOf(mimeType))) return 'other-type';
  return data.length > SHOWN_MAX ? 'too-large' : 'shown';
}

/** Bytes that base64 stands for. */
export function bytesIn(data: string): number {
  const padding = /=*\s*$/.exec(data)![0].trim().length;
  return Math.max(0, Math.floor((data.length * 3) / 4) - padding);
}

/** Data as a file. The type is never one that a browser would run. */
export function fileOf(data: string): Blob {
  const binary = atob(data.replace(/\s/g, ''));
  const bytes = Uint8Array.from(binary, each => each.charCodeAt(0));
  return new Blob([bytes], { type: 'application/octet-stream' });
}

const ENDINGS: Record<string, string> = {
  'text/plain': 'txt',
  'text/markdown': 'md',
  'image/jpeg': 'jpg',
  'image/svg+xml': 'svg',
  'audio/mpeg': 'mp3',
};

/** A name for a file: that of its address, or what it is. Pure. */
export function fileName(mimeType: string, uri = ''): string {
  const last = /([^/?#]+)\/?(?:[?#].*)?$/.exec(uri)?.[1] ?? '';
  const safe = last
    .replace(/[^\w.-]/g, '_')
    .slice(-80)
    .replace(/^\.+/, '');
  if (/\w\.\w+$/.test(safe)) return safe;
  const type = typeOf(mimeType);
  const ending = ENDINGS[type] ?? /\/(?:x-)?([a-z0-9]+)/.exec(type)?.[1];
  return `${safe || 'result'}.${ending ?? 'bin'}`;
}
