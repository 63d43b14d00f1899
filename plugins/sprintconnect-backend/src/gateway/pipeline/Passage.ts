import type { CapabilityKind } from '@sprintconnect/plugin-sprintconnect-common';
import type { RequestContext } from '../../ports';
import type { UpstreamTarget } from '../../upstream';
import type { AskedCall } from '../call/Call';
import type { CalledCapability, CalledServer } from './calledRows';

/** A server as calls know it, with the capability that was asked for where it offers it. */
export interface FoundServer {
  server: CalledServer;
  /** What the last discovery found of a remote that is still there. */
  prior?: UpstreamTarget['prior'];
  capability?: CalledCapability;
  /** The caller may not see the server at all. */
  isHidden?: boolean;
  /** The caller may see the server, and not use this. */
  isForbidden?: boolean;
}

/** The arguments of a call, measured. */
export interface MeasuredArguments {
  /** As whoever judges reads them. */
  plain: unknown;
  bytes: number;
  isTooDeep: boolean;
}

/** One call on its way through the steps, which fill in what they find. */
export interface Passage {
  readonly ctx: RequestContext;
  readonly asked: AskedCall;
  /** On the clock of `performance`, in milliseconds. */
  readonly startedAt: number;
  /** Of what was asked for, as far as the method tells. */
  readonly kind: CapabilityKind;
  readonly measured: MeasuredArguments;
  found?: FoundServer;
  /** What to do when the call has ended, however it ended. */
  readonly releases: (() => void)[];
}
