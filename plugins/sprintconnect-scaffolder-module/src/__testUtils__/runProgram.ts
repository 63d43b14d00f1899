import { spawn } from 'node:child_process';
import { once } from 'node:events';

/** Runs a program to its end, and answers its exit code with all it said. */
export async function runProgram(
  command: readonly [string, ...string[]],
  options: { cwd: string; env?: Record<string, string>; input?: string },
): Promise<{ code: number | null; output: string }> {
  const [program, ...args] = command;
  const child = spawn(program, args, {
    cwd: options.cwd,
    env: { ...process.env, ...options.env },
  });
  let output = '';
  child.stdout.on('data', chunk => (output += chunk));
  child.stderr.on('data', chunk => (output += chunk));
  child.stdin.end(options.input);
  const [code] = await once(child, 'close');
  return { code, output };
}

/** As {@link runProgram}; throws Error with all it said unless it ends well. */
export async function runWell(
  command: Parameters<typeof runProgram>[0],
  options: Parameters<typeof runProgram>[1],
): Promise<string> {
  const { code, output } = await runProgram(command, options);
  if (code !== 0) {
    throw new Error(`${command.join(' ')} ended with ${code}:\n${output}`);
  }
  return output;
}
