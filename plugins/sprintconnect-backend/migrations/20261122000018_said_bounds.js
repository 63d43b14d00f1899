// @ts-check
const { createHash } = require('node:crypto');

/** What servers say of themselves is kept within these bounds since this version; see docs/bounds.md. */
const TEXT_BYTES = 512;
const INSTRUCTIONS_BYTES = 64 * 1024;
/** @type {[string, string[]][]} */
const KEYS = [
  ['servers', ['id']],
  ['snapshots', ['server_id', 'version']],
];

/**
 * Cuts what is there already: earlier versions kept megabytes of `serverInfo`, and lists carried them.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async knex => {
  const tooLong = (/** @type {string} */ column, /** @type {number} */ bytes) =>
    knex.raw(
      knex.client.config.client === 'pg'
        ? 'octet_length(??) > ?'
        : 'length(cast(?? as blob)) > ?',
      [column, bytes],
    );
  for (const [table, key] of KEYS) {
    const rows = await knex(table)
      .where(tooLong('server_info', TEXT_BYTES))
      .select(key);
    for (const row of rows) {
      const { server_info } = await knex(table).where(row).first('server_info');
      await knex(table)
        .where(row)
        .update({ server_info: boundInfo(server_info) });
    }
  }
  const rows = await knex('servers')
    .where(tooLong('instructions', INSTRUCTIONS_BYTES))
    .select('id');
  for (const row of rows) {
    const { instructions } = await knex('servers')
      .where(row)
      .first('instructions');
    await knex('servers')
      .where(row)
      .update({ instructions: cutText(instructions, INSTRUCTIONS_BYTES) });
  }
};

function boundInfo(/** @type {string} */ json) {
  const { name, version, title } = JSON.parse(json);
  return JSON.stringify({
    name: cutText(name, TEXT_BYTES),
    version: cutText(version, TEXT_BYTES),
    title: cutText(title, TEXT_BYTES),
  });
}

/**
 * As `cutText` of the slice `upstream` does it today; a migration keeps the words of its day.
 *
 * @param {unknown} text
 * @param {number} bytesMax
 */
function cutText(text, bytesMax) {
  if (typeof text !== 'string') return undefined;
  const bytes = Buffer.byteLength(text);
  if (bytes <= bytesMax) return text;
  const digest = createHash('sha256').update(text).digest('hex').slice(0, 32);
  const mark = `… [cut: ${bytes} bytes in all, SHA-256 ${digest}]`;
  const room = Buffer.alloc(bytesMax - Buffer.byteLength(mark));
  const { written } = new TextEncoder().encodeInto(text, room);
  return `${room.toString('utf8', 0, written)}${mark}`;
}

/** What was cut is gone, and the columns are as they were. */
exports.down = async () => {};
