// The demo's MCP servers and portal on other ports than the usual ones: what then differs in the configuration.
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './paths.mjs';

export const USUAL_PORTS = {
  frontend: 3000,
  backend: 7007,
  everything: 7101,
  forecast: 7102,
};

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
 * `ports` ({frontend, backend, everything, forecast}); `more` is merged into that configuration at its top.
 * Answers the paths of the configuration files, for `--config`.
 */
export function writeDemoConfig({ folder, ports, more = {} }) {
  mkdirSync(folder, { recursive: true });
  const locations = writeExamples(folder, ports).map(target => ({
    type: 'file',
    target,
    rules: [
      { allow: ['Group', 'User', 'System', 'Component', 'API', 'Resource'] },
    ],
  }));
  const frontend = `http://localhost:${ports.frontend}`;
  const overlay = {
    ...more,
    app: { baseUrl: frontend },
    backend: {
      ...more.backend,
      baseUrl: `http://localhost:${ports.backend}`,
      listen: { host: '127.0.0.1', port: ports.backend },
      cors: { origin: frontend },
    },
    catalog: { ...more.catalog, locations },
    sprintconnect: {
      ...more.sprintconnect,
      egress: {
        allow: [
          { host: '127.0.0.1', ports: [ports.everything, ports.forecast] },
        ],
      },
    },
  };
  const file = join(folder, 'app-config.yaml'); // JSON is YAML
  writeFileSync(file, `${JSON.stringify(overlay, null, 2)}\n`);
  return [join(ROOT, 'app-config.yaml'), file];
}
