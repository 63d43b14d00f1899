import type { Capability } from '@sprintconnect/plugin-sprintconnect-common';

/** What is needed of a capability to use it. */
export type Tried = Pick<
  Capability,
  'kind' | 'name' | 'serverId' | 'definition'
> &
  Partial<Capability>;
