import type { ProjectReport } from 'workshop';

const ANSWER_MS = 5_000;

/** Asks the workshop of the demo, which runs beside the portal, what it knows of its projects. */
export class WorkshopClient {
  readonly #url: string;

  /** @param url - where the workshop is, such as `http://127.0.0.1:7110`. */
  constructor(url: string) {
    this.#url = url.replace(/\/+$/, '');
  }

  /** What stands for the repository of a project. */
  remoteUrlOf(name: string): string {
    return `${this.#url}/${name}/`;
  }

  catalogInfoUrlOf(name: string): string {
    return `${this.#url}/${name}/catalog-info.yaml`;
  }

  /** @throws Error in words for people, where nobody answers. */
  async requireRunning(): Promise<void> {
    await this.#ask(`${this.#url}/healthz`);
  }

  /** What the workshop knows of a project; undefined until it has seen it. */
  async report(name: string): Promise<ProjectReport | undefined> {
    const answer = await this.#ask(this.remoteUrlOf(name));
    return answer.status === 404 ? undefined : answer.json();
  }

  async #ask(url: string) {
    const answer = await fetch(url, {
      signal: AbortSignal.timeout(ANSWER_MS),
    }).catch(error => {
      throw new Error(
        `The workshop of the demo doesn't answer at ${this.#url}. "npm start" runs it beside the portal.`,
        { cause: error },
      );
    });
    if (answer.ok || answer.status === 404) return answer;
    throw new Error(
      `The workshop of the demo answered ${answer.status} at ${url}.`,
    );
  }
}
