import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Bound, bounds } from './bounds';

const page = readFileSync(
  join(__dirname, '../../../../docs/bounds.md'),
  'utf8',
);

it('are documented as they are', () => {
  const rows = page
    .split('\n')
    .filter(line => line.startsWith('|'))
    .slice(2)
    .map(line =>
      line
        .split('|')
        .slice(1, -1)
        .map(cell => cell.trim()),
    );
  expect(rows).toEqual(
    Object.values(bounds).map(bound => [
      bound.part,
      shown(bound),
      bound.beyond,
    ]),
  );
});

function shown({ most, unit }: Bound): string {
  if (unit !== 'bytes') return `${most.toLocaleString('en')} ${unit}`;
  if (most % 1024 ** 2 === 0) return `${most / 1024 ** 2} MiB`;
  return most % 1024 === 0 ? `${most / 1024} KiB` : `${most} B`;
}
