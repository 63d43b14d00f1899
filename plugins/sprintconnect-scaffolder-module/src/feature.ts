import { createBackendFeatureLoader } from '@backstage/backend-plugin-api';
import { catalogModule } from './catalogModule';
import { scaffolderModule } from './scaffolderModule';

/**
 * The templates and the actions, for `backend.add`.
 *
 * @public
 */
export const sprintconnectTemplates = createBackendFeatureLoader({
  *loader() {
    yield scaffolderModule;
    yield catalogModule;
  },
});
