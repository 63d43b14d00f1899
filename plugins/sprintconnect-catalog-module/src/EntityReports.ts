import type { LoggerService } from '@backstage/backend-plugin-api';
import type {
  Fault,
  FromEntity,
} from '@sprintconnect/plugin-sprintconnect-common';

/** Says once what of an entity could not be used, and again when that changes. */
export class EntityReports {
  readonly #logger: LoggerService;
  readonly #reported = new Map<string, string>();

  constructor(logger: LoggerService) {
    this.#logger = logger;
  }

  report(ref: string, result: FromEntity): void {
    const faults = 'faults' in result ? result.faults : result.notes;
    const words = listing(faults);
    if (this.#reported.get(ref) === words || !words) {
      if (!words) this.#reported.delete(ref);
      return;
    }
    this.#reported.set(ref, words);
    const what =
      'faults' in result
        ? "can't become an MCP server"
        : 'became an MCP server, but not all of it was used';
    this.#logger.warn(`Entity ${ref} ${what}${words}`);
  }
}

/** Faults as the end of a sentence in the log. */
function listing(faults: readonly Fault[]): string {
  return faults.map(({ path, message }) => `; ${path} ${message}`).join('');
}
