// Writes package-lock.json.njk of the TypeScript skeleton anew, after a change of its package.json.njk.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT } from './paths.mjs';

const SKELETON = join(
  ROOT,
  'plugins/sprintconnect-scaffolder-module/templates/mcp-server-typescript/skeleton',
);
const template = readFileSync(join(SKELETON, 'package.json.njk'), 'utf8');
const BEARER = "{%- if values.authentication == 'bearer' %}";
const END = '{%- endif %}';

/** The package.json of a project with tokens, or without. */
function render(bearer) {
  let wanted = true;
  return template
    .split('\n')
    .filter(line => {
      if (line === END) wanted = true;
      else if (line === BEARER) wanted = bearer;
      else if (line.startsWith('{%-')) wanted = false;
      else return wanted;
      return false;
    })
    .join('\n')
    .replace(/\$\{\{[^}]*\| dump \}\}/g, '""')
    .replace(/\$\{\{[^}]*\}\}/g, 'placeholder');
}

function lock(bearer) {
  const folder = mkdtempSync(join(tmpdir(), 'lock-'));
  try {
    writeFileSync(join(folder, 'package.json'), render(bearer));
    // Without addresses, so that it fits every registry that a team may use.
    execFileSync(
      'npm',
      [
        'install',
        '--package-lock-only',
        '--omit-lockfile-registry-resolved',
        '--no-audit',
        '--no-fund',
      ],
      { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] },
    );
    return readFileSync(join(folder, 'package-lock.json'), 'utf8').split('\n');
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Both as one template: a line that only one has is under a condition. */
function merge(withTokens, without) {
  const merged = [];
  let at = 0;
  for (const line of withTokens) {
    if (line === without[at]) {
      merged.push(line);
      at++;
      continue;
    }
    const next = without.indexOf(line, at);
    const isExtra = next === -1 || next > at + 1;
    if (isExtra) {
      merged.push(BEARER, line, END);
    } else {
      merged.push(BEARER.replace('==', '!='), without[at], END, line);
      at = next + 1;
    }
  }
  if (at !== without.length) throw new Error('The two differ too much.');
  return merged.join('\n');
}

const license = /"license": "(.*)",/.exec(template)[1];
const text = merge(lock(true), lock(false))
  .replaceAll('"name": "placeholder"', '"name": "${{ values.name }}"')
  .replace('"license": "placeholder"', () => `"license": "${license}"`);
writeFileSync(join(SKELETON, 'package-lock.json.njk'), text);
