// The demo's MCP servers and portal on other ports than the usual ones: what then differs in the configuration.
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './paths.mjs';

export const USUAL_PORTS = {
  frontend: 3000,
  backend: 7007,
  everything: 7101,
  forecast: 7102,
  workshop: 7110,
};

/** How many servers the workshop runs at most (PROJECTS_MAX of app/workshop/src/main.ts). */
const PROJECTS_MAX = 20;

/** The ports of the servers that the workshop runs: those after its own. */
export const projectPorts = workshop =>
  Array.from(
    { length: PROJECTS_MAX },
    (_, index) => workshop + 1 + index,
  ).filter(port => port <= 65_535);

const EXAMPLES = join(ROOT, 'app', 'examples');

function writeExamples(folder, ports) {
  return readdirSync(EXAMPLES).map(name => {
    const text = readFileSync(join(EXAMPLES, name), 'utf8')
      .replaceAll(`:${USUAL_PORTS.everything}/`, `:${ports.everything}/`)
      .replaceAll(`:${USUAL_PORTS.forecast}/`, `:${ports.forecast}/`);
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  });
}

/**
 * Writes into `folder` the demo's entities and a configuration to lay over app-config.yaml, so that everything uses
 * `ports` ({frontend, backend, everything, forecast, workshop}) and the workshop's `projects`, a folder; `more` is merged
 * into that configuration at its top. Answers the paths of the configuration files, for `--config`.
 */
export function writeDemoConfig({ folder, ports, projects, more = {} }) {
  mkdirSync(folder, { recursive: true });
  const locations = writeExamples(folder, ports).map(target => ({
    type: 'file',
    target,
    rules: [
      { allow: ['Group', 'User', 'System', 'Component', 'API', 'Resource'] },
    ],
  }));
  const frontend = `http://localhost:${ports.frontend}`;
  const { workshop } = ports;
  const overlay = {
    ...more,
    demo: {
      workshop: { url: `http://127.0.0.1:${workshop}`, folder: projects },
    },
    app: { baseUrl: frontend },
    backend: {
      ...more.backend,
      baseUrl: `http://localhost:${ports.backend}`,
      listen: { host: '127.0.0.1', port: ports.backend },
      cors: { origin: frontend },
      reading: { allow: [{ host: `127.0.0.1:${workshop}` }] },
    },
    catalog: { ...more.catalog, locations },
    sprintconnect: {
      ...more.sprintconnect,
      egress: {
        allow: [
          {
            host: '127.0.0.1',
            ports: [
              ports.everything,
              ports.forecast,
              ...projectPorts(workshop),
            ],
          },
        ],
      },
    },
  };
  const file = join(folder, 'app-config.yaml'); // JSON is YAML
  writeFileSync(file, `${JSON.stringify(overlay, null, 2)}\n`);
  return [join(ROOT, 'app-config.yaml'), file];
}
