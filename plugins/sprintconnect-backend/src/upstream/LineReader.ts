/** Cuts what a process prints into lines of UTF-8, none of them longer than `bytesMax`. */
export class LineReader {
  readonly #bytesMax: number;
  #pieces: Buffer[] = [];
  #bytes = 0;

  constructor(bytesMax: number) {
    this.#bytesMax = bytesMax;
  }

  /** The lines that the chunk completes, without empty ones. Undefined when one is too long. */
  read(chunk: Buffer): string[] | undefined {
    const lines: string[] = [];
    let from = 0;
    for (;;) {
      const end = chunk.indexOf(0x0a, from);
      const piece = chunk.subarray(from, end < 0 ? undefined : end);
      this.#bytes += piece.byteLength;
      if (this.#bytes > this.#bytesMax) return undefined;
      this.#pieces.push(piece);
      if (end < 0) return lines;
      const line = Buffer.concat(this.#pieces).toString('utf8').trim();
      if (line !== '') lines.push(line);
      this.clear();
      from = end + 1;
    }
  }

  clear() {
    this.#pieces = [];
    this.#bytes = 0;
  }
}
