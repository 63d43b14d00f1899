import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Response } from 'express';
import type {
  AuditExportFormat,
  AuditRecord,
} from '@sprintconnect/plugin-sprintconnect-common';
import { exportFormats } from './exportFormats';

/**
 * Streams entries as a file. The next batch is read when the client has taken the one before, so that memory does not
 * grow with the log or with the slowness of the client; a client that goes away ends the reading.
 */
export async function sendExport(
  res: Response,
  format: AuditExportFormat,
  batches: AsyncIterable<AuditRecord[]>,
): Promise<void> {
  const { contentType, head, line } = exportFormats[format];
  async function* chunks() {
    if (head) yield head;
    for await (const batch of batches) {
      if (batch.length > 0) yield batch.map(line).join('');
    }
  }
  res
    .status(200)
    .set('Content-Type', contentType)
    .set('Content-Disposition', `attachment; filename="audit.${format}"`)
    .set('Cache-Control', 'no-store')
    .set('X-Content-Type-Options', 'nosniff');
  if (res.req.method === 'HEAD') {
    // Else a million rows would be read for nobody.
    res.end();
    return;
  }
  try {
    await pipeline(Readable.from(chunks(), { highWaterMark: 1 }), res);
  } catch (error) {
    // A broken-off body tells the client that the export is not whole; there is nobody else to tell.
    if (!isGone(error)) throw error;
  }
}

function isGone(error: unknown): boolean {
  return (
    error instanceof Error &&
    'code' in error &&
    error.code === 'ERR_STREAM_PREMATURE_CLOSE'
  );
}
