import {
  createTranslationRef,
  type TranslationFunction,
  useTranslationRef,
} from '@backstage/frontend-plugin-api';
import { admin } from './messages/admin';
import { audit } from './messages/audit';
import { capabilities } from './messages/capabilities';
import { discover } from './messages/discover';
import { entity } from './messages/entity';
import { health } from './messages/health';
import { home } from './messages/home';
import { keys } from './messages/keys';
import { listFaults } from './messages/listFaults';
import { organisation } from './messages/organisation';
import { permission } from './messages/permission';
import { register } from './messages/register';
import { roles } from './messages/roles';
import { search } from './messages/search';
import { server } from './messages/server';
import { servers } from './messages/servers';
import { shared } from './messages/shared';
import { versions } from './messages/versions';

/**
 * Every word that the pages say, in English. Translate or reword with a translation resource for this ref.
 *
 * @public
 */
export const sprintconnectTranslationRef = createTranslationRef({
  id: 'plugin.sprintconnect',
  messages: {
    ...shared,
    servers,
    server,
    capabilities,
    listFaults,
    versions,
    permission,
    register,
    entity,
    discover,
    search,
    home,
    health,
    admin,
    audit,
    keys,
    roles,
    organisation,
  },
});

/** Says a message; for functions that are not components. */
export type Translate = TranslationFunction<
  typeof sprintconnectTranslationRef.T
>;

/** The messages in the reader's language. */
export function useMessages(): { t: Translate } {
  return useTranslationRef(sprintconnectTranslationRef);
}
