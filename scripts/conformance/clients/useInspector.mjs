// The command line of the MCP Inspector: a process for each question. Legacy at the one endpoint, modern at the other.
import { execFile } from 'node:child_process';

const ERAS = { server: 'legacy', aggregate: 'modern' };

/** Answers what it printed as JSON, whatever its exit code: a refused call has one of its own. */
function ask(task, { url, kind }, question) {
  const params = [
    ...['--cli', url, '--transport', 'http', '--protocol-era', ERAS[kind]],
    ...['--header', `Authorization: Bearer ${task.key}`],
    ...['--method', ...question],
  ];
  return new Promise((resolve, reject) => {
    execFile(
      task.command,
      params,
      { env: task.env, timeout: 60_000, maxBuffer: 8_000_000 },
      (error, stdout, stderr) => {
        try {
          resolve(JSON.parse(stdout));
        } catch {
          reject(error ?? new Error(`${question[0]}: ${stdout}${stderr}`));
        }
      },
    );
  });
}

/** `task`: {key, command, env}. Answers what was seen at the endpoint. */
export async function useInspector(task, endpoint) {
  const { prefix } = endpoint;
  const call = name =>
    ask(task, endpoint, ['tools/call', '--tool-name', `${prefix}${name}`]);
  const { tools } = await ask(task, endpoint, ['tools/list']);
  const called = await call('test_simple_text');
  const read = await ask(task, endpoint, [
    'resources/read',
    ...['--uri', 'test://static-text'],
  ]);
  const prompt = await ask(task, endpoint, [
    'prompts/get',
    ...['--prompt-name', `${prefix}test_prompt_with_arguments`],
    ...['--prompt-args', 'arg1=a', 'arg2=b'],
  ]);
  const refused = await call('get_forecast');
  return {
    tools: tools.map(({ name }) => name),
    called: called.content[0].text,
    read: read.contents[0].text,
    prompt: prompt.messages[0].content.text,
    refused: refused.isError ? refused.content[0].text : undefined,
  };
}
