import { type SignalTies, TiedSignal } from './TiedSignal';

/**
 * Does work under a {@link TiedSignal} that is untied when the work has ended. What outlives the work, such as a body
 * that is still read, needs a {@link TiedSignal} of its own.
 *
 * @public
 */
export async function withSignal<T>(
  ties: SignalTies,
  work: (signal: AbortSignal, tied: TiedSignal) => Promise<T>,
): Promise<T> {
  const tied = new TiedSignal(ties);
  try {
    return await work(tied.signal, tied);
  } finally {
    tied.untie();
  }
}
