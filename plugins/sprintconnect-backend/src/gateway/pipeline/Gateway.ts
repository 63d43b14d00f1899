import type { CallRehearsal } from '@sprintconnect/plugin-sprintconnect-common';
import type { RequestContext } from '../../ports';
import type { AskedCall } from '../call/Call';
import type { CallAnswer } from '../call/CallAnswer';
import type { Exchange } from '../call/Exchange';

/** The one door for calls, which every entrance goes through. */
export interface Gateway {
  /** Uses a capability, step by step. Throws only for what nobody foresaw. */
  call(
    ctx: RequestContext,
    asked: AskedCall,
    exchange: Exchange,
  ): Promise<CallAnswer>;
  /** What would be decided, and whether the arguments are valid; without a record, and without asking the server anything. */
  rehearse(ctx: RequestContext, asked: AskedCall): Promise<CallRehearsal>;
}
