/** What columns and answers hold, whichever database they are of: each says the same in a way of its own. */
export const columnValues = {
  fromJson<T>(value: unknown): T | undefined {
    if (value === null || value === undefined) {
      return undefined;
    }
    return (typeof value === 'string' ? JSON.parse(value) : value) as T;
  },
  rowsOf(answer: unknown): Record<string, unknown>[] {
    return Array.isArray(answer)
      ? answer
      : (answer as { rows: Record<string, unknown>[] }).rows;
  },
  toJson(value: unknown): string | null {
    return value === undefined ? null : JSON.stringify(value);
  },
  fromTime(value: unknown): Date | undefined {
    if (value === null || value === undefined) {
      return undefined;
    }
    const time = new Date(value as number | string | Date);
    if (Number.isNaN(time.getTime())) {
      throw new Error(
        `The database contains ${String(value)} instead of a time`,
      );
    }
    return time;
  },
  fromBigInt(value: unknown): number {
    const number = Number(value);
    if (!Number.isSafeInteger(number)) {
      throw new Error(
        `The database contains ${String(value)} instead of an integer`,
      );
    }
    return number;
  },
};
