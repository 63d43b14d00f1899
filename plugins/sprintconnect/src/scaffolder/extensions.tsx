import { lazy, Suspense } from 'react';
import {
  createFormField,
  FormFieldBlueprint,
  scaffolderTemplateOutputsBlueprint,
} from '@backstage/plugin-scaffolder-react/alpha';
import { z } from 'zod';

/** Templates of `@sprintconnect/plugin-scaffolder-backend-module-sprintconnect`. */
const ours = [
  'mcp-server-typescript',
  'mcp-server-python',
  'mcp-server-go',
  'register-mcp-server',
  'add-mcp-server-to-catalog',
].map(name => `template:default/${name}`);

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

/** What is ours stands before what any task ends with. */
const Outputs = lazy(async () => {
  const [{ ServerOutputs }, { DefaultTemplateOutputs }] = await Promise.all([
    import('./ServerOutputs'),
    import('@backstage/plugin-scaffolder-react/alpha'),
  ]);
  type Props = Parameters<typeof DefaultTemplateOutputs>[0];
  return {
    default: (props: Props) => (
      <>
        <ServerOutputs output={props.output} />
        <DefaultTemplateOutputs output={props.output} />
      </>
    ),
  };
});

export const serverOutputs =
  scaffolderTemplateOutputsBlueprint.makeWithOverrides({
    name: 'server',
    configSchema: {
      /** References of the templates whose tasks end with a server. */
      templates: z.array(z.string()).default(ours),
    },
    factory: (original, { config }) =>
      original({
        templateRefs: config.templates,
        component: props => (
          <Suspense fallback={null}>
            <Outputs {...props} />
          </Suspense>
        ),
      }),
  });
