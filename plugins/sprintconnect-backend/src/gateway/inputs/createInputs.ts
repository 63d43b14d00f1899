import type { LoggerService } from '@backstage/backend-plugin-api';
import type { Clock, Database, RequestContext, SliceWith } from '../../ports';
import type { Exchange, Question } from '../call/Exchange';
import type { Gateway } from '../pipeline/Gateway';
import { createSeal } from './createSeal';
import { HeldCalls } from './HeldCalls';
import { HeldStore } from './HeldStore';
import { type ClientReply, Questions } from './Questions';
import { RequestStates } from './RequestStates';

/** How servers ask clients, whatever revision each of them speaks. */
export interface Inputs {
  /**
   * `Exchange.ask` for a client that is asked during its request, on the stream of it (MCP 2025-11-25).
   *
   * @param send - sends the question as a request of JSON-RPC, whose answer is to be given to `answer`.
   */
  askOn(
    of: { ctx: RequestContext } & Pick<Exchange, 'clientCapabilities'>,
    send: (request: Question & { id: string }) => void,
  ): NonNullable<Exchange['ask']>;
  /** Takes what a client posts as an answer. False where this caller has no open question of this id. */
  answer(
    ctx: RequestContext,
    id: unknown,
    reply: ClientReply,
  ): Promise<boolean>;
  /** `Gateway.call` for a client that is asked by results (MCP 2026-07-28). */
  call: Gateway['call'];
}

export interface InputsDeps {
  gateway: Pick<Gateway, 'call'>;
  database: Database;
  clock: Clock;
  logger: LoggerService;
  /** Of all instances. */
  secret: Buffer;
}

export function createInputs(
  deps: InputsDeps,
): { inputs: Inputs } & SliceWith<'prunes' | 'stopping' | 'stop'> {
  const { database, clock, secret } = deps;
  const store = new HeldStore(database, clock);
  const seal = createSeal(secret);
  const questions = new Questions(store, seal);
  const states = new RequestStates(seal, clock);
  const calls = new HeldCalls({ ...deps, store, seal, questions, states });
  return {
    inputs: {
      askOn: (of, send) => (question, signal) =>
        questions.ask(
          of,
          { question, tell: id => send({ id, ...question }) },
          signal,
        ),
      async answer(ctx, id, reply) {
        return typeof id === 'string' && questions.answer(ctx, { id }, reply);
      },
      call: (...asked) => calls.call(...asked),
    },
    prunes: [limit => store.prune(limit)],
    /** Before the connections end: whoever waits for an answer is told. */
    stopping: () => questions.stop(),
    /** After them. */
    stop: () => calls.stop(),
  };
}
