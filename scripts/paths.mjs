// Where things lie in the checkout.
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
/** What a run leaves behind: databases, logs, results. Ignored by git. */
export const DATA = join(ROOT, '.data');
export const LOGS = join(DATA, 'logs');
/** The servers that the demo's templates made. */
export const WORKSHOP = join(DATA, 'workshop');
/** Node and Yarn, when the machine's own do not fit. Ignored by git. */
export const TOOLCHAIN = join(ROOT, '.toolchain');
