import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { USUAL_PORTS, projectPorts, writeDemoConfig } from './demo.mjs';
import { ROOT } from './paths.mjs';

const read = (...path) => readFileSync(join(ROOT, ...path), 'utf8');

/** What is laid over app-config.yaml. */
function overlayFor(t, ports, more) {
  const folder = mkdtempSync(join(tmpdir(), 'sprintconnect-demo-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const projects = '/somewhere/workshop';
  const files = writeDemoConfig({ folder, ports, projects, more });
  return JSON.parse(readFileSync(files.at(-1), 'utf8'));
}

test('moved, the portal reaches the workshop and what it runs on their ports', t => {
  const ports = { ...USUAL_PORTS, everything: 1, forecast: 2, workshop: 8000 };
  const { demo, backend, sprintconnect } = overlayFor(t, ports, {
    backend: { database: 'kept' },
    sprintconnect: { health: 'kept' },
  });
  assert.deepEqual(demo.workshop, {
    url: 'http://127.0.0.1:8000',
    folder: '/somewhere/workshop',
  });
  assert.deepEqual(backend.reading.allow, [{ host: '127.0.0.1:8000' }]);
  assert.equal(backend.database, 'kept');
  assert.equal(sprintconnect.health, 'kept');
  const [{ ports: allowed }] = sprintconnect.egress.allow;
  const its = Array.from({ length: 20 }, (_, index) => 8001 + index);
  assert.deepEqual(allowed, [1, 2, ...its]);
});

test('app-config.yaml allows the usual ports, and no others', () => {
  const config = read('app-config.yaml');
  const [, listed] = /- host: 127\.0\.0\.1\n +ports:\n((?: +- \d+\n)+)/.exec(
    config,
  );
  assert.deepEqual(listed.match(/\d+/g).map(Number), [
    USUAL_PORTS.everything,
    USUAL_PORTS.forecast,
    ...projectPorts(USUAL_PORTS.workshop),
  ]);
  const address = `127.0.0.1:${USUAL_PORTS.workshop}`;
  assert.ok(config.includes(`      - host: ${address}\n`));
  assert.ok(config.includes(`url: http://${address}\n`));
});

test('the workshop takes no port that the portal may not reach', () => {
  const [, most] = /PROJECTS_MAX = (\d+);/.exec(
    read('app/workshop/src/main.ts'),
  );
  assert.equal(projectPorts(1).length, Number(most));
  assert.deepEqual(projectPorts(65_534), [65_535]);
});
