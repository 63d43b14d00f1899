// `npm start`: from a fresh clone to a running portal; from a used one, quickly.
import { join, relative } from 'node:path';
import { USUAL_PORTS, writeDemoConfig } from './demo.mjs';
import { installDependencies } from './dependencies.mjs';
import { run } from './ending.mjs';
import { DATA, LOGS, ROOT, WORKSHOP } from './paths.mjs';
import {
  backendIsUp,
  backendService,
  frontendIsUp,
  frontendService,
  upstreamIsUp,
  upstreamService,
  workshopIsUp,
  workshopService,
} from './portal.mjs';
import { requireFree } from './ports.mjs';
import { Trouble, bold, green, say, sayWhile } from './say.mjs';
import { Services } from './services.mjs';
import { prepareToolchain } from './toolchain.mjs';

/** The environment variable that moves each part to another port. */
const VARIABLES = {
  frontend: 'PORTAL_PORT',
  backend: 'BACKEND_PORT',
  everything: 'EVERYTHING_PORT',
  forecast: 'FORECAST_PORT',
  workshop: 'WORKSHOP_PORT',
};
const NAMES = {
  frontend: 'portal',
  backend: 'backend',
  everything: 'demo server "everything"',
  forecast: 'demo server "forecast"',
  workshop: 'workshop',
};

function chosenPort([part, usual]) {
  const text = process.env[VARIABLES[part]];
  const port = text ? Number(text) : usual;
  if (!Number.isInteger(port) || port < 1 || port > 65535) {
    throw new Trouble(
      `${VARIABLES[part]}=${text} is not a port: give a number from 1 to 65535.`,
    );
  }
  return [part, port];
}

const choosePorts = () =>
  Object.fromEntries(Object.entries(USUAL_PORTS).map(chosenPort));

/** Only moved ports need a configuration of their own; without it app-config.local.yaml counts as usual. */
function chooseConfig(ports) {
  const moved = Object.keys(ports).some(
    part => ports[part] !== USUAL_PORTS[part],
  );
  return moved
    ? writeDemoConfig({
        folder: join(DATA, 'demo'),
        ports,
        projects: WORKSHOP,
      })
    : [];
}

async function startAll({ services, ports, env }) {
  const config = chooseConfig(ports);
  services.start(upstreamService({ ports, env }));
  services.start(workshopService({ ports, projects: WORKSHOP, env }));
  services.start(backendService({ env, config }));
  services.start(frontendService({ env, config }));
  const steps = [
    ['Demo MCP servers', upstreamIsUp(ports)],
    ['Workshop', workshopIsUp(ports)],
    ['Backend', backendIsUp(ports)],
    ['Frontend', frontendIsUp(ports)],
  ];
  await services.until(
    Promise.all(steps.map(([what, up]) => sayWhile(what, () => up))),
  );
}

await run(async () => {
  const ports = choosePorts();
  const needs = Object.keys(ports).map(part => ({
    port: ports[part],
    what: NAMES[part],
    variable: VARIABLES[part],
  }));
  await requireFree(needs);
  const env = await prepareToolchain();
  await installDependencies(env);
  const services = new Services();
  await startAll({ services, ports, env });
  console.log(
    [
      '',
      `  ${green('The portal is ready:')} ${bold(`http://localhost:${ports.frontend}/`)}`,
      '  Sign in with "Enter" as a guest. Ctrl-C stops everything.',
      `  Logs: ${relative(ROOT, LOGS)}/`,
      '',
    ].join('\n'),
  );
  say('Warnings and errors follow');
  throw Services.obituary(await services.died);
});
