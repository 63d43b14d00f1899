import { cruise } from 'dependency-cruiser';

const NOT_SHIPPED =
  '(^|/)(node_modules|dist|dist-types|dev|bench|migrations|__testUtils__|__fixtures__)/|\\.test\\.tsx?$|/setupTests\\.ts$';

/**
 * Who imports whom among the source files below some folders, types included, tests left out: `imports` are pairs of paths, and
 * `circles` are lists of paths each of which imports the next one, the last one the first.
 */
export async function readImports(folders) {
  const { output } = await cruise(folders, {
    tsPreCompilationDeps: true,
    exclude: { path: NOT_SHIPPED },
    validate: true,
    ruleSet: {
      forbidden: [
        { name: 'circle', severity: 'error', from: {}, to: { circular: true } },
      ],
    },
  });
  const isOurs = path => folders.some(folder => path.startsWith(`${folder}/`));
  return {
    imports: output.modules.flatMap(({ source, dependencies }) =>
      dependencies
        .filter(({ resolved }) => isOurs(resolved))
        .map(({ resolved }) => ({ from: source, to: resolved })),
    ),
    circles: output.summary.violations.map(({ cycle }) =>
      cycle.map(({ name }) => name),
    ),
  };
}
