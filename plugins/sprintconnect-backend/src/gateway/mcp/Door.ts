import type { Cursors } from '../../http';
import type { Authorizer } from '../../ports';
import type { ListenStreams } from '../changes/ListenStreams';
import type { Inputs } from '../inputs/createInputs';
import type { Gateway } from '../pipeline/Gateway';
import type { Watching } from '../watches/createWatching';
import type { OfferStore } from './OfferStore';
import type { OfferTables } from './OfferTables';
import type { OfferTexts } from './OfferTexts';
import type { SessionTokens } from './SessionTokens';

/** What methods of MCP stand on. */
export interface Door {
  gateway: Gateway;
  inputs: Inputs;
  streams: Pick<ListenStreams, 'open'>;
  watching: Watching;
  authorizer: Authorizer;
  cursors: Cursors;
  store: OfferStore;
  tables: OfferTables;
  texts: OfferTexts;
  sessions: SessionTokens;
  /** The version of SprintConnect. */
  version: string;
  /** How much one page of a list holds. */
  pageItems: number;
}
