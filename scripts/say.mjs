// How the scripts speak: one line per thing, with the time since the start, and no silence during long work.

const started = Date.now();
const colours = process.stdout.isTTY && !process.env.NO_COLOR;
const paint = code => text =>
  colours ? `\u001b[${code}m${text}\u001b[0m` : text;

export const bold = paint('1');
export const dim = paint('2');
export const red = paint('31');
export const green = paint('32');

const elapsed = since => {
  const seconds = Math.round((Date.now() - since) / 1000);
  return seconds < 60
    ? `${seconds} s`
    : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
};

export function say(text) {
  console.log(`${dim(`[${elapsed(started).padStart(6)}]`)} ${text}`);
}

/** A problem that ends the run: what is wrong and what to do about it, without a stack. */
export class Trouble extends Error {}

/**
 * Runs `work` and says every 10 seconds that it still goes on; answers what `work` answers.
 * `latest` may return a few words about how far it is.
 */
export async function sayWhile(what, work, latest = () => '') {
  const since = Date.now();
  say(`${what} …`);
  const timer = setInterval(() => {
    const detail = latest();
    say(`${what}: ${elapsed(since)}${detail ? ` – ${detail}` : ''}`);
  }, 10_000);
  try {
    const answer = await work();
    say(`${green('✓')} ${what} (${elapsed(since)})`);
    return answer;
  } finally {
    clearInterval(timer);
  }
}
