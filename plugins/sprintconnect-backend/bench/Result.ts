/** One line of the report: what was measured, beside the baseline of the same run and the goal. */
export interface Result {
  what: string;
  measured: number;
  unit:
    | 'ms'
    | 'MB'
    | 'servers/s'
    | 'rows/s'
    | 'requests/s'
    | 'of 1'
    | 'servers'
    | 'times'
    | 'left'
    | 'errors';
  baseline?: { what: string; value: number };
  /** None: it stands beside others, to be compared. */
  goal?: { atMost: number } | { atLeast: number };
}

function meets({ measured, goal }: Result): boolean {
  if (!goal) return true;
  return 'atMost' in goal ? measured <= goal.atMost : measured >= goal.atLeast;
}

const rounded = (value: number) =>
  value < 10 ? value.toFixed(2) : value.toFixed(0);

export function formatResults(results: Result[]): string {
  const rows = results.map(result => {
    const { what, measured, unit, baseline, goal } = result;
    return [
      what,
      `${rounded(measured)} ${unit}`,
      baseline ? `${rounded(baseline.value)} ${unit} (${baseline.what})` : '-',
      goal ? textOf(goal, unit) : '-',
      verdictOf(result),
    ];
  });
  const table = [
    ['what', 'measured', 'baseline of the same run', 'goal', ''],
    ...rows,
  ];
  const widths = table[0].map((_, column) =>
    Math.max(...table.map(row => row[column].length)),
  );
  return table
    .map(row =>
      row
        .map((cell, column) => cell.padEnd(widths[column]))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

function textOf(
  goal: NonNullable<Result['goal']>,
  unit: Result['unit'],
): string {
  return 'atMost' in goal
    ? `<= ${goal.atMost} ${unit}`
    : `>= ${goal.atLeast} ${unit}`;
}

function verdictOf(result: Result): string {
  if (!result.goal) return '';
  return meets(result) ? 'met' : 'MISSED';
}

export function allMet(results: Result[]): boolean {
  return results.every(meets);
}
