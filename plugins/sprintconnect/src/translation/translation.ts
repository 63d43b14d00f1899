import {
  createTranslationRef,
  useTranslationRef,
} from '@backstage/frontend-plugin-api';
import type { ReactElement } from 'react';
import { admin } from '../admin/messages/admin';
import { egress } from '../admin/messages/egress';
import { organisation } from '../admin/messages/organisation';
import { roles } from '../admin/messages/roles';
import { audit } from '../audit/messages/audit';
import { calls } from '../calls/messages/calls';
import { connect } from '../connect/messages/connect';
import { connections } from '../connections/messages/connections';
import { credentials } from '../credentials/messages/credentials';
import { discover } from '../discover/messages/discover';
import { entity } from '../entity/messages/entity';
import { health } from '../health/messages/health';
import { home } from '../home/messages/home';
import { keys } from '../keys/messages/keys';
import { permission } from '../permission/messages/permission';
import { capabilities } from '../registry/messages/capabilities';
import { drift } from '../registry/messages/drift';
import { edit } from '../registry/messages/edit';
import { listFaults } from '../registry/messages/listFaults';
import { register } from '../registry/messages/register';
import { server } from '../registry/messages/server';
import { servers } from '../registry/messages/servers';
import { terms } from '../registry/messages/terms';
import { versions } from '../registry/messages/versions';
import { scaffolder } from '../scaffolder/messages/scaffolder';
import { search } from '../search/messages/search';
import { tryit } from '../tryit/messages/tryit';
import { shared } from './shared';

/** Every message in English, by its key. */
export const messages = {
  ...shared,
  ...terms,
  servers,
  server,
  capabilities,
  listFaults,
  versions,
  drift,
  permission,
  register,
  edit,
  entity,
  connect,
  connections,
  credentials,
  discover,
  search,
  home,
  scaffolder,
  health,
  admin,
  audit,
  calls,
  keys,
  roles,
  egress,
  organisation,
  tryit,
};

/**
 * Every word that the pages say, in English. Translate or reword with a translation resource for this ref.
 *
 * @public
 */
export const sprintconnectTranslationRef = createTranslationRef({
  id: 'plugin.sprintconnect',
  messages,
});

type Messages = typeof messages;

/** Every key as i18next has it, with dots between its steps. */
type KeysOf<Node, Before extends string = ''> = {
  [Step in keyof Node & string]: Node[Step] extends string
    ? `${Before}${Step}`
    : KeysOf<Node[Step], `${Before}${Step}.`>;
}[keyof Node & string];

type FullKey = KeysOf<Messages>;

/** As i18next ends the keys of the forms of a plural. */
type PluralForm = 'zero' | 'one' | 'two' | 'few' | 'many' | 'other';

type Singular<Key> = Key extends `${infer Stem}_${PluralForm}` ? Stem : Key;

/** A message as code names it: a plural without its forms. */
type MessageKey = Singular<FullKey>;

/** The text at a key. Looked up step by step: the types of all texts at once are more than the compiler takes. */
type TextAt<Node, Key> = Key extends `${infer Step}.${infer Rest}`
  ? Step extends keyof Node
    ? TextAt<Node[Step], Rest>
    : never
  : Key extends keyof Node
    ? Node[Key]
    : never;

type NamesIn<Text> = Text extends `${string}{{${infer Gap}}}${infer Rest}`
  ? NameOf<Gap> | NamesIn<Rest>
  : never;

/** i18next writes how a value is formatted behind its name: `{{count, number}}`. */
type NameOf<Gap> = Gap extends `${infer Name}, ${string}` ? Name : Gap;

/** The names that a message has gaps for; a plural needs its count. */
type GapsOf<Key extends string> = Key extends FullKey
  ? NamesIn<TextAt<Messages, Key>>
  : NamesIn<TextAt<Messages, `${Key}_${'one' | 'other'}`>> | 'count';

type ValuesOf<Key extends string, Value> = [GapsOf<Key>] extends [never]
  ? []
  : [Record<GapsOf<Key>, Value>];

/**
 * Says a message; its values are required where the text has gaps for them. Backstage's own type says the same of any
 * message, with formats and nested ones, and takes the compiler several times as long for all pages.
 */
export interface Translate {
  <Key extends MessageKey>(
    key: Key,
    ...values: ValuesOf<Key, string | number>
  ): string;
  <Key extends MessageKey>(
    key: Key,
    ...values: ValuesOf<Key, string | number | ReactElement>
  ): ReactElement;
}

/** The messages in the reader's language. */
export function useMessages(): { t: Translate } {
  return useTranslationRef(sprintconnectTranslationRef) as unknown as {
    t: Translate;
  };
}
