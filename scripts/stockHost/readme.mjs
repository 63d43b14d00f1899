// What the README tells people to do with their own Backstage: the commands, and the lines of their backend.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../paths.mjs';
import { Trouble } from '../say.mjs';

const HEADING = '## Add it to your Backstage';

/**
 * Answers {commands, backendLines} of a README: its first shell block under "Add it to your Backstage", one command per line,
 * and its first TypeScript block there without its comments.
 */
export function stepsOf(readme) {
  const section = readme.split(`\n${HEADING}\n`)[1]?.split('\n## ')[0] ?? '';
  const block = language => {
    const found = section.match(
      new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\``, 'm'),
    );
    if (!found) {
      throw new Trouble(
        `README.md has no \`\`\`${language} block under "${HEADING}", and the stock portal does what that block says.`,
      );
    }
    return found[1].split('\n').filter(line => line.trim());
  };
  return {
    commands: block('sh'),
    backendLines: block('ts').filter(line => !line.startsWith('//')),
  };
}

/** The steps of our README. */
export const readSteps = () =>
  stepsOf(readFileSync(join(ROOT, 'README.md'), 'utf8'));
