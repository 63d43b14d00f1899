import { useEffect, useRef, useState } from 'react';
import { useApi } from '@backstage/frontend-plugin-api';
import type {
  AuditExportFormat,
  AuditFilterOptions,
} from '@sprintconnect/plugin-sprintconnect-common';
import { sprintConnectApiRef } from '../client';
import type { FileSink } from './FileSink';
import { openFileSink } from './openFileSink';

const TYPES: Record<AuditExportFormat, string> = {
  ndjson: 'application/x-ndjson',
  csv: 'text/csv',
};

/** An export that is under way, and how much of it has arrived. */
export interface RunningExport {
  format: AuditExportFormat;
  bytes: number;
}

/** Exports the log into a file as it arrives, however long it is: one at a time. It ends with the page. */
export function useExport(options: {
  onError: (error: Error | undefined) => void;
  onDone: (done: RunningExport) => void;
}) {
  const { onError, onDone } = options;
  const client = useApi(sprintConnectApiRef);
  const [running, setRunning] = useState<RunningExport>();
  const abort = useRef<AbortController>();
  useEffect(() => () => abort.current?.abort(), []);

  const start = async (
    format: AuditExportFormat,
    filters: AuditFilterOptions,
  ) => {
    // Also while the reader still chooses a file, when nothing shows yet that it is under way.
    if (abort.current) return;
    onError(undefined);
    const ending = new AbortController();
    abort.current = ending;
    let sink: FileSink | undefined;
    try {
      const name = `audit.${format}`;
      sink = await openFileSink({ name, type: TYPES[format] });
      if (!sink) return;
      setRunning({ format, bytes: 0 });
      const answer = await client.audit.export(
        { ...filters, format },
        { signal: ending.signal },
      );
      const bytes = await pour(answer, sink, sum =>
        setRunning({ format, bytes: sum }),
      );
      await sink.close();
      onDone({ format, bytes });
    } catch (error) {
      const cancelled = ending.signal.aborted;
      // What is left of the answer is not sent for nobody.
      ending.abort();
      await sink?.abort().catch(() => undefined);
      if (!cancelled) onError(error as Error);
    } finally {
      abort.current = undefined;
      setRunning(undefined);
    }
  };
  return { running, start, cancel: () => abort.current?.abort() };
}

/** The next piece is taken when the one before is written. Answers how many bytes there were. */
async function pour(
  answer: Response,
  sink: FileSink,
  onBytes: (bytes: number) => void,
): Promise<number> {
  const reader = answer.body?.getReader();
  let bytes = 0;
  for (;;) {
    const piece = await reader?.read();
    if (!piece?.value) return bytes;
    await sink.write(piece.value);
    bytes += piece.value.byteLength;
    onBytes(bytes);
  }
}
