import { act, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { renderPage } from '../__testUtils__/renderPage';
import { saveFile } from '../ui';

jest.mock('../ui/saveFile');

type Piece = Pick<Uint8Array, 'byteLength'>;
const bytes = (text: string): Piece => new TextEncoder().encode(text);

/** The page, with an export that answers `next` piece by piece, and breaks off where that throws. */
async function renderExport(next: () => Promise<Piece | undefined>) {
  const { client } = renderPage('/admin/audit');
  const asked = jest.spyOn(client.audit, 'export').mockResolvedValue({
    body: {
      getReader: () => ({ read: async () => ({ value: await next() }) }),
    },
  } as unknown as Response);
  const start = async () =>
    userEvent.click(
      await screen.findByRole('button', { name: 'Export as CSV' }),
    );
  return { asked, start };
}

/** A browser that lets the reader choose a file. */
function chooseFile(choose: () => Promise<unknown> = async () => undefined) {
  const file = { written: [] as unknown[], ended: '' };
  const writable = {
    write: async (piece: unknown) => void file.written.push(piece),
    close: async () => void (file.ended = 'closed'),
    abort: async () => void (file.ended = 'aborted'),
  };
  const picker = jest.fn(async () => {
    await choose();
    return { createWritable: async () => writable };
  });
  Object.assign(window, { showSaveFilePicker: picker });
  return { file, picker };
}

const pieces =
  (...all: Piece[]) =>
  async () =>
    all.shift();

describe('the export of the audit log', () => {
  afterEach(() => {
    Object.assign(window, { showSaveFilePicker: undefined });
    jest.mocked(saveFile).mockClear();
  });

  it('goes into the file that the reader chose, piece by piece, and says when it is saved', async () => {
    const { file, picker } = chooseFile();
    const [first, second] = [bytes('id\n'), bytes('1\n')];
    let more: (piece?: Piece) => void = () => undefined;
    const given = [first, second];
    const { start } = await renderExport(
      async () =>
        given.shift() ??
        new Promise<undefined>(done => (more = () => done(undefined))),
    );
    await start();
    await waitFor(() => expect(file.written).toEqual([first, second]));
    expect(file.ended).toBe('');
    expect(screen.getByText(/^Exporting… 5 bytes so far/)).toBeVisible();
    await act(async () => more());
    await waitFor(() =>
      expect(screen.getByText('Saved audit.csv (5 bytes)')).toBeVisible(),
    );
    expect(file.ended).toBe('closed');
    expect(picker).toHaveBeenCalledWith({ suggestedName: 'audit.csv' });
    expect(saveFile).not.toHaveBeenCalled();
  });

  it('is not asked for when the reader chooses no file', async () => {
    const { picker } = chooseFile(async () => {
      throw new DOMException('no', 'AbortError');
    });
    const { asked, start } = await renderExport(pieces());
    await start();
    await waitFor(() => expect(picker).toHaveBeenCalled());
    expect(asked).not.toHaveBeenCalled();
    expect(screen.queryByRole('alert')).toBeNull();
  });

  it('is asked for once, however often the reader clicks', async () => {
    let choose: () => void = () => undefined;
    const { picker } = chooseFile(
      () => new Promise<void>(done => (choose = done)),
    );
    const { asked, start } = await renderExport(pieces(bytes('id\n')));
    await start();
    await start();
    await act(async () => choose());
    await waitFor(() =>
      expect(screen.getByText('Saved audit.csv (3 bytes)')).toBeVisible(),
    );
    expect(picker).toHaveBeenCalledTimes(1);
    expect(asked).toHaveBeenCalledTimes(1);
  });

  it('is saved by the browser where the reader may not choose', async () => {
    chooseFile(async () => {
      throw new DOMException('no', 'SecurityError');
    });
    const { start } = await renderExport(pieces(bytes('id\n')));
    await start();
    await waitFor(() =>
      expect(saveFile).toHaveBeenCalledWith(expect.any(Blob), 'audit.csv'),
    );
  });

  it('leaves no half of a file behind when it breaks off', async () => {
    const { file } = chooseFile();
    const given = [bytes('id\n')];
    const { start } = await renderExport(async () => {
      if (given.length === 0) throw new Error('The connection was lost.');
      return given.shift();
    });
    await start();
    expect(await screen.findByText('The connection was lost.')).toBeVisible();
    expect(file.ended).toBe('aborted');
    expect(screen.queryByText(/^Saved/)).toBeNull();
  });

  it('ends without a word when the reader cancels it', async () => {
    const { file } = chooseFile();
    const { asked, start } = await renderExport(
      () =>
        new Promise((_, reject) => {
          const { signal } = asked.mock.calls[0][1]!;
          signal!.addEventListener('abort', () => reject(new Error('aborted')));
        }),
    );
    await start();
    await userEvent.click(
      await screen.findByRole('button', { name: 'Cancel' }),
    );
    await waitFor(() => expect(file.ended).toBe('aborted'));
    expect(screen.queryByRole('alert')).toBeNull();
  });

  it('says how much a browser can take that cannot write to files', async () => {
    const { asked, start } = await renderExport(
      pieces({ byteLength: 200e6 }, { byteLength: 200e6 }),
    );
    await start();
    expect(
      await screen.findByText(/can't export more than 268.4 MB/),
    ).toBeVisible();
    expect(asked.mock.calls[0][1]?.signal?.aborted).toBe(true);
    expect(saveFile).not.toHaveBeenCalled();
  });
});
