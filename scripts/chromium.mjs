// Where Chromium is.
import { existsSync } from 'node:fs';
import { Trouble } from './say.mjs';

const CHROMIUMS = [
  process.env.CHROMIUM,
  '/usr/bin/chromium',
  '/usr/bin/google-chrome',
];

/** Answers the path of Chromium; throws Trouble that says how to get it for `command`. */
export function findChromium(command) {
  const found = CHROMIUMS.find(path => path && existsSync(path));
  if (!found) {
    throw new Trouble(
      `This needs Chromium. Install it (Debian: apt-get install chromium), or say where it is: CHROMIUM=/path/to/chromium ${command}`,
    );
  }
  return found;
}
