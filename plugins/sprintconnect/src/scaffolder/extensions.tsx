import {
  createFormField,
  FormFieldBlueprint,
} from '@backstage/plugin-scaffolder-react/alpha';

/** `ui:field: SprintConnectServerName` in a template. */
export const serverNameField = FormFieldBlueprint.make({
  name: 'server-name',
  params: {
    field: async () => {
      const [{ ServerNameField }, { refuseTakenName }, { serverNameSchema }] =
        await Promise.all([
          import('./ServerNameField'),
          import('./refuseTakenName'),
          import('./serverNameSchema'),
        ]);
      return createFormField({
        name: 'SprintConnectServerName',
        component: ServerNameField,
        validation: refuseTakenName,
        schema: serverNameSchema,
      });
    },
  },
});
