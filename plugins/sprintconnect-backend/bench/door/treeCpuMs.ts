import { readFileSync } from 'node:fs';

/** Of `/proc`, on every Linux that Node runs on. */
const MS_PER_TICK = 10;

function childrenOf(pid: number): number[] {
  try {
    return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8')
      .split(' ')
      .filter(Boolean)
      .map(Number);
  } catch {
    return []; // ended while we looked
  }
}

function ownMs(pid: number): number {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // After the name, which may hold anything: state, ..., utime is the 12th, stime the 13th.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return (Number(fields[11]) + Number(fields[12])) * MS_PER_TICK;
  } catch {
    return 0;
  }
}

/** Processor time of a process and of those that it started and that live, in milliseconds. Linux only. */
export function treeCpuMs(pid: number): number {
  return childrenOf(pid).reduce(
    (total, child) => total + treeCpuMs(child),
    ownMs(pid),
  );
}

/** Memory of a process that is in use, in MB. Linux only. */
export function residentMb(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1]) / 1024;
}
