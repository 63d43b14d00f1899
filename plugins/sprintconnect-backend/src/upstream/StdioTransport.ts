import { type ChildProcess, spawn } from 'node:child_process';
import type { JSONRPCMessage, Transport } from '@modelcontextprotocol/client';
import { LineReader } from './LineReader';
import { loadSdk } from './loadSdk';
import type { StdioEntry } from './UpstreamSettings';
import { UpstreamError } from './UpstreamError';

const STDIN_GRACE_MS = 500;
const SIGTERM_GRACE_MS = 1_000;

interface StdioOptions {
  /** For messages. */
  name: string;
  /** PATH and HOME. */
  environment: Readonly<Record<string, string>>;
  lineBytesMax: number;
  /** Gives who reads the text of messages instead of the SDK, once somebody does. */
  readerOf(): ((text: string) => void) | undefined;
  /** Hears why the process is of no use any more. */
  onFailure(reason: UpstreamError): void;
}

/**
 * Speaks with a process of its own over stdin and stdout (MCP, Transports, stdio).
 *
 * Differs from the SDK's transport where ours must be stricter: the process leads a process group, so that closing
 * ends its children too; it inherits PATH and HOME only; its stderr is dropped, because it may print secrets.
 */
export class StdioTransport implements Transport {
  onclose?: () => void;
  onerror?: (error: Error) => void;
  onmessage?: (message: JSONRPCMessage) => void;

  #child?: ChildProcess;
  #exit?: Promise<void>;
  #closing?: Promise<void>;
  readonly #lines: LineReader;
  readonly #entry: StdioEntry;
  readonly #options: StdioOptions;

  constructor(entry: StdioEntry, options: StdioOptions) {
    this.#entry = entry;
    this.#options = options;
    this.#lines = new LineReader(options.lineBytesMax);
  }

  async start(): Promise<void> {
    const { command, args = [], env, cwd } = this.#entry;
    const child = spawn(command, [...args], {
      cwd,
      env: { ...this.#options.environment, ...env },
      stdio: ['pipe', 'pipe', 'ignore'],
      detached: process.platform !== 'win32',
      shell: false,
      windowsHide: true,
    });
    this.#child = child;
    this.#exit = new Promise(resolve => {
      child.once('exit', () => resolve());
      child.once('error', () => resolve());
    });
    child.stdin?.on('error', error => this.onerror?.(error));
    child.stdout?.on('error', error => this.onerror?.(error));
    child.stdout?.on('data', (chunk: Buffer) => this.#read(chunk));
    await new Promise<void>((resolve, reject) => {
      child.once('spawn', resolve);
      child.once('error', error => reject(this.#notStarted(error)));
    });
    child.once('close', (code, signal) => this.#ended(code, signal));
  }

  async send(message: JSONRPCMessage): Promise<void> {
    const { stdin } = this.#child ?? {};
    if (!stdin?.writable) {
      throw this.#gone('has ended');
    }
    if (!stdin.write(loadSdk().serializeMessage(message))) {
      await new Promise<void>(resolve => {
        stdin.once('drain', resolve);
        stdin.once('close', resolve);
      });
    }
  }

  /** Closes stdin, then asks, then insists; always ends the whole process group. */
  close(): Promise<void> {
    this.#closing ??= this.#end();
    return this.#closing;
  }

  async #end() {
    const child = this.#child;
    const exit = this.#exit;
    this.#lines.clear();
    if (child?.pid && exit) {
      child.stdin?.end();
      if (!(await settlesWithin(exit, STDIN_GRACE_MS))) {
        signalGroup(child.pid, 'SIGTERM');
        await settlesWithin(exit, SIGTERM_GRACE_MS);
      }
      // Children may outlive the process that started them.
      signalGroup(child.pid, 'SIGKILL');
      await exit;
      child.stdout?.destroy();
    }
    this.onclose?.();
  }

  #read(chunk: Buffer) {
    if (this.#closing) {
      return;
    }
    const lines = this.#lines.read(chunk);
    if (!lines) {
      this.#options.onFailure(
        new UpstreamError(
          'too-large',
          `The stdio server "${this.#options.name}" printed a line of more than ${this.#options.lineBytesMax} bytes. An administrator can raise sprintconnect.upstream.bodyBytesMax.`,
        ),
      );
      return;
    }
    for (const line of lines) this.#receive(line);
  }

  #receive(line: string) {
    const read = this.#options.readerOf();
    if (read) {
      read(line);
      return;
    }
    try {
      this.onmessage?.(loadSdk().deserializeMessage(line));
    } catch (error) {
      this.onerror?.(error as Error);
    }
  }

  #ended(code: number | null, signal: string | null) {
    if (!this.#closing) {
      const how = signal ? `by ${signal}` : `with exit code ${code}`;
      this.#options.onFailure(this.#gone(`ended ${how}`));
    }
  }

  #gone(how: string): UpstreamError {
    return new UpstreamError(
      'refused',
      `The process of the stdio server "${this.#options.name}" ${how}. Run its command manually to see its output.`,
    );
  }

  #notStarted(error: NodeJS.ErrnoException): UpstreamError {
    const why =
      error.code === 'ENOENT'
        ? "its command or working directory doesn't exist"
        : `the system reported ${error.code}`;
    return new UpstreamError(
      'refused',
      `Couldn't start the stdio server "${this.#options.name}": ${why}. An administrator can fix sprintconnect.upstream.stdio.${this.#options.name}.`,
    );
  }
}

function signalGroup(pid: number, signal: NodeJS.Signals) {
  try {
    process.kill(process.platform === 'win32' ? pid : -pid, signal);
  } catch {
    // Nobody is left in the group.
  }
}

async function settlesWithin(work: Promise<void>, ms: number) {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<false>(resolve => {
    timer = setTimeout(() => resolve(false), ms);
  });
  try {
    return await Promise.race([work.then(() => true), late]);
  } finally {
    clearTimeout(timer);
  }
}
