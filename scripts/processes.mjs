// What tests of the scripts ask of processes.
import assert from 'node:assert/strict';

/** Whether a process runs. */
export const alive = pid => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

/** Waits until it holds, so many seconds at most. */
export async function eventually(holds, seconds) {
  const deadline = Date.now() + seconds * 1_000;
  while (!holds()) {
    assert.ok(Date.now() < deadline, `did not come true within ${seconds} s`);
    await new Promise(resolve => setTimeout(resolve, 20));
  }
}
