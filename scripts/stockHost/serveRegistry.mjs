// An npm registry on loopback that holds what we packed, so that a portal adds our packages by the commands of the README.
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';

/** What npm calls a packument, as far as Yarn reads it. */
function packumentOf({ name, manifest, bytes }, base) {
  const digest = (algorithm, encoding) =>
    createHash(algorithm).update(bytes).digest(encoding);
  const { version } = manifest;
  return {
    name,
    'dist-tags': { latest: version },
    versions: {
      [version]: {
        ...manifest,
        dist: {
          // With the digest in its address no cache takes one content of a version for another.
          tarball: `${base}/tarballs/${digest('sha256', 'hex').slice(0, 16)}/${encodeURIComponent(name)}.tgz`,
          shasum: digest('sha1', 'hex'),
          integrity: `sha512-${digest('sha512', 'base64')}`,
        },
      },
    },
  };
}

/** Serves `packs` ({name, tarball, manifest}); answers the address of the registry, and how to close it. */
export async function serveRegistry(packs) {
  const held = new Map(
    packs.map(pack => [
      pack.name,
      { ...pack, bytes: readFileSync(pack.tarball) },
    ]),
  );
  const server = createServer((request, response) => {
    const base = `http://127.0.0.1:${server.address().port}`;
    const last = decodeURIComponent(request.url.split('/').at(-1));
    const tarball = held.get(last.replace(/\.tgz$/, ''));
    if (request.url.startsWith('/tarballs/') && tarball) {
      response.end(tarball.bytes);
      return;
    }
    const known = held.get(decodeURIComponent(request.url.slice(1)));
    response.writeHead(known ? 200 : 404, {
      'Content-Type': 'application/json',
    });
    response.end(JSON.stringify(known ? packumentOf(known, base) : {}));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}
