import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createTemplateAction } from '@backstage/plugin-scaffolder-node';

/**
 * A host's own action `test:publish`: copies the catalog file of the workspace into a folder that is served at an address. What it copied is
 * changed by `change` on the way, as by somebody who pushes.
 */
export function createPublishAction(options: {
  folder: string;
  served: string;
  change?: (text: string) => string;
}) {
  const { folder, served, change = text => text } = options;
  return createTemplateAction({
    id: 'test:publish',
    schema: { input: { name: z => z.string() } },
    async handler(ctx) {
      const { name } = ctx.input;
      const text = await readFile(
        join(ctx.workspacePath, 'catalog-info.yaml'),
        'utf8',
      );
      await mkdir(folder, { recursive: true });
      await writeFile(join(folder, `${name}.yaml`), change(text));
      ctx.logger.info(`Published ${name}`);
      const output = ctx.output as (key: string, value: string) => void;
      output('remoteUrl', `${served}/${name}`);
      output('catalogInfoUrl', `${served}/${name}.yaml`);
    },
  });
}
