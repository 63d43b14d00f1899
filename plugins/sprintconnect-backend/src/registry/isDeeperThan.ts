/** Whether a value nests more than `levels` objects and arrays. Goes level by level, so that depth costs no stack. */
export function isDeeperThan(value: unknown, levels: number): boolean {
  let level = [value];
  for (let depth = 0; depth <= levels; depth++) {
    const next: unknown[] = [];
    for (const each of level) {
      if (typeof each === 'object' && each !== null) {
        for (const child of Object.values(each)) next.push(child);
      }
    }
    if (next.length === 0) return false;
    level = next;
  }
  return true;
}
