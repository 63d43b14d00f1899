import { resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { ESLint } from 'eslint';

/** Lints texts as if they were files of this package: reads `{ file, code }[]`, writes the rules that each breaks. */
const eslint = new ESLint();
const broken = [];
for (const { file, code } of JSON.parse(await text(process.stdin))) {
  const [{ messages }] = await eslint.lintText(code, {
    filePath: resolve(file),
  });
  broken.push(
    messages
      .filter(({ severity }) => severity === 2)
      .map(({ ruleId }) => ruleId),
  );
}
process.stdout.write(JSON.stringify(broken));
