import type { Socket } from 'node:net';
import type { EgressError } from '../ports';

/** Where a connection leads. */
export interface OpenPlace {
  host: string;
  port: number;
  /** Absent: only its proxy knows. */
  address?: string;
}

/** The connections that are open. */
export class OpenSockets {
  readonly #open = new Map<Socket, OpenPlace>();

  add(socket: Socket, place: OpenPlace): void {
    this.#open.set(socket, place);
    socket.once('close', () => this.#open.delete(socket));
  }

  /** Ends those that something is wrong with. What is under way on them fails of that. */
  endThose(wrongWith: (place: OpenPlace) => EgressError | undefined): void {
    for (const [socket, place] of [...this.#open]) {
      const wrong = wrongWith(place);
      if (wrong) socket.destroy(wrong);
    }
  }
}
