/** A file that is written as it arrives. What was written is thrown away by `abort`. */
export interface FileSink {
  write(chunk: Uint8Array<ArrayBuffer>): Promise<void>;
  /** The file is whole: hand it to the reader. */
  close(): Promise<void>;
  abort(): Promise<void>;
}

/** What is to be written: its name, and its type as a browser knows it. */
export interface FileDescription {
  name: string;
  type: string;
}
