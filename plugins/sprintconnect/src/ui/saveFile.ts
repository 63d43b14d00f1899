/** How long the browser may take to begin to copy. */
const KEPT_MS = 60_000;

/** Lets the browser save data as a file; a link alone could not carry the reader's token. */
export function saveFile(data: Blob, name: string): void {
  const url = URL.createObjectURL(data);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), KEPT_MS);
}
