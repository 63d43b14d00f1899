const fs = require('node:fs');
const path = require('node:path');

/** Parts of tests: no law speaks of them. */
const FOR_TESTS = ['__testUtils__', '__fixtures__'];

function namesIn(directory, isWanted) {
  return fs
    .readdirSync(directory, { withFileTypes: true })
    .filter(isWanted)
    .map(({ name }) => name);
}

/** Whether the folders of a directory are those that storeys.js names: the law would be silent about another. */
function requirePlaces(directory, { named, placed }) {
  const folders = namesIn(
    directory,
    entry => entry.isDirectory() && !FOR_TESTS.includes(entry.name),
  );
  const where = name => path.relative(process.cwd(), `${directory}/${name}`);
  const homeless = folders.filter(
    each => ![...named, ...placed].includes(each),
  );
  if (homeless.length > 0) {
    throw new Error(
      `Give ${homeless.map(where).join(', ')} a storey in storeys.js`,
    );
  }
  const missing = placed.filter(each => !folders.includes(each));
  if (missing.length > 0) {
    throw new Error(
      `There is no ${missing.map(where).join(', ')}: take it out of storeys.js`,
    );
  }
}

/** Each room of a slice may import the rooms below it, and has rooms itself, or none. */
function zonesOfRooms(slice, law) {
  const storeysHere = law.rooms[slice] ?? [];
  requirePlaces(`${law.src}/${slice}`, {
    named: law.lowestRooms,
    placed: storeysHere.flat(),
  });
  const zones = [];
  const below = law.lowestRooms.map(room => `./${room}`);
  for (const rooms of storeysHere) {
    for (const room of rooms) {
      zones.push(
        {
          target: `./src/${slice}/${room}`,
          from: `./src/${slice}`,
          except: [`./${room}`, ...below],
          message: `${slice}/${room}/ may import lower rooms of ${slice}/ only. See storeys.js.`,
        },
        ...zonesOfRooms(`${slice}/${room}`, law),
      );
    }
    below.push(...rooms.map(room => `./${room}`));
  }
  return zones;
}

/**
 * The import law of a package as zones of `import/no-restricted-paths`, from its storeys.js: lowest storey first, each
 * `{folders, rooms?, plumbing?}`. A folder of `src/` imports front doors of lower storeys, but not of plumbing; a room inside it
 * lower rooms of its slice; a file of `src/` all front doors.
 *
 * Throws where a folder has no storey, or a storey no folder.
 *
 * @param {object} options
 * @param {string} options.packageDir
 * @param {ReadonlyArray<object>} options.storeys
 * @param {string[]} [options.ground] folders of `src/` that stand below all storeys, whole, without a front door
 * @param {string[]} [options.lowestRooms] rooms that every slice may have, below its others
 * @param {Record<string, string[]>} [options.besides] what else a slice may import
 */
function importZones({
  packageDir,
  storeys,
  ground = [],
  lowestRooms = [],
  besides = {},
}) {
  const src = `${packageDir}/src`;
  const rooms = Object.assign({}, ...storeys.map(storey => storey.rooms));
  const slices = storeys.flatMap(({ folders }) => folders);
  const doorOf = folder => `./${folder}/index.ts`;
  requirePlaces(src, { named: ground, placed: slices });
  const zones = [];
  const below = ground.map(folder => `./${folder}`);
  const allowed = [...ground.map(each => `${each}/`), 'lower front doors'];
  for (const { folders, plumbing } of storeys) {
    for (const folder of folders) {
      zones.push(
        {
          target: `./src/${folder}`,
          from: './src',
          except: [`./${folder}`, ...(besides[folder] ?? []), ...below],
          message: `${folder}/ may import ${allowed.join(' and ')} only. See storeys.js.`,
        },
        ...zonesOfRooms(folder, { src, rooms, lowestRooms }),
      );
    }
    if (!plumbing) below.push(...folders.map(doorOf));
  }
  const files = namesIn(src, entry => entry.isFile());
  zones.push({
    target: './src/*.{ts,tsx}',
    from: './src',
    except: [...ground, ...files]
      .map(each => `./${each}`)
      .concat(slices.map(doorOf)),
    message: 'Import the front door of a slice.',
  });
  return zones;
}

module.exports = { importZones };
