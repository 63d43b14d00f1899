/** Milliseconds of work that this process has done: unlike the time of day, they do not pass while others have the cores. */
export function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
}
