// When a server that was just started answers.

const sleep = ms => new Promise(resolve => setTimeout(resolve, ms));

async function answers(url, accepts) {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(5_000) });
    await response.body?.cancel();
    return accepts(response);
  } catch {
    return false;
  }
}

/**
 * Waits until `url` answers with a response that `accepts`; by default any, for the first page of an MCP server is
 * a refusal. Never gives up by itself: whoever waits also watches whether the service still lives.
 */
export async function answered(url, accepts = () => true) {
  while (!(await answers(url, accepts))) {
    await sleep(250);
  }
}
