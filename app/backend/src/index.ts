import { createBackend } from '@backstage/backend-defaults';

const backend = createBackend();

backend.add(import('@backstage/plugin-app-backend'));

backend.add(import('@backstage/plugin-auth-backend'));
backend.add(import('@backstage/plugin-auth-backend-module-guest-provider'));
backend.add(import('./engineerSignIn'));

backend.add(import('@backstage/plugin-catalog-backend'));
backend.add(import('@backstage/plugin-catalog-backend-module-ai-model'));
backend.add(import('@backstage/plugin-catalog-backend-module-logs'));
backend.add(
  import('@backstage/plugin-catalog-backend-module-scaffolder-entity-model'),
);

backend.add(import('@backstage/plugin-permission-backend'));
backend.add(
  import('@sprintconnect/plugin-permission-backend-module-sprintconnect'),
);

// On SQLite the PostgreSQL engine steps aside and search keeps its index in memory.
backend.add(import('@backstage/plugin-search-backend'));
backend.add(import('@backstage/plugin-search-backend-module-catalog'));
backend.add(import('@backstage/plugin-search-backend-module-pg'));

backend.add(import('@backstage/plugin-scaffolder-backend'));
backend.add(import('./workshop'));
backend.add(import('@backstage/plugin-events-backend'));
backend.add(import('@backstage/plugin-notifications-backend'));
backend.add(import('@backstage/plugin-signals-backend'));
backend.add(import('@backstage/plugin-user-settings-backend'));
backend.add(import('@backstage/plugin-mcp-actions-backend'));

backend.add(import('@sprintconnect/plugin-sprintconnect-backend'));
backend.add(
  import('@sprintconnect/plugin-catalog-backend-module-sprintconnect'),
);
backend.add(
  import('@sprintconnect/plugin-search-backend-module-sprintconnect'),
);
backend.add(
  import('@sprintconnect/plugin-scaffolder-backend-module-sprintconnect'),
);

backend.start();
