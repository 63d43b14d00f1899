/** What a client connects to, made harmless for files and command lines. */
export interface ClientTarget {
  /** As the client calls the server. Begins with a letter or digit, so that no command takes it for an option. */
  name: string;
  type: 'http' | 'sse';
  url: string;
  headers: Readonly<Record<string, string>>;
  /** The server asks for a credential. */
  asks: boolean;
  /** Of the reader's environment, for the credential. */
  variable: string;
}

/** What a reader needs to connect a client to a server. @public */
export interface ClientFile {
  /** Where the client looks for it, or a name for a program that is the client. */
  file: string;
  /** What to write into it. */
  text: string;
  /** A command that does the same; for a program, one that installs what it needs. */
  command?: string;
  /** An address by which the client, where it is installed, offers to add the server. */
  link?: string;
  /** What the file takes the credential from, where the server asks for one. */
  credential?: { variable: string } | { prompt: true } | { placeholder: true };
}

/** Pretty JSON, as files of clients have it. */
export function json(value: unknown): string {
  return JSON.stringify(value, null, 2);
}

/** `headers`, where there are any. */
export function optional(headers: Readonly<Record<string, string>>) {
  return Object.keys(headers).length > 0 ? { headers } : {};
}

/** The headers, with the credential as this client writes it where the server asks for one. */
export function headersOf(
  { headers, asks }: ClientTarget,
  credential: string,
): Record<string, string> {
  return asks ? { ...headers, Authorization: credential } : { ...headers };
}
