import { readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';

/** Names that npm leaves out of a package wherever they stand, and the first of which hide other files, too. */
const LEFT_OUT = ['.gitignore', '.npmignore', '.npmrc', '.DS_Store'];

it('has no file in a template that npm would leave out of the package; such files get the ending .njk', async () => {
  const files = await readdir(join(__dirname, '../templates'), {
    recursive: true,
  });
  expect(files).toContain('register-mcp-server/template.yaml');
  expect(files.filter(file => LEFT_OUT.includes(basename(file)))).toEqual([]);
});
