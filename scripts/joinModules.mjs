// Joins the modules of a package into one file, because a portal looks up, reads and compiles each file by itself as it starts.
import { build } from 'esbuild';

/**
 * Joins what the package in `folder` is made of into the file `outfile`, as CommonJS beside its source map. What it imports of
 * other packages stays an import.
 */
export async function joinModules({ folder, outfile }) {
  await build({
    absWorkingDir: folder,
    entryPoints: ['src/index.ts'],
    outfile,
    allowOverwrite: true,
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'cjs',
    // The oldest Node that Backstage supports.
    target: 'node22',
    sourcemap: true,
    logLevel: 'error',
  });
}
