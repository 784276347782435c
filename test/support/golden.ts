import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** Real SageMaker's own input and output, kept outside the project: beside the clone, or where `WORKBENCH_SHARED` says. */
export const goldenDirectory = join(
  process.env['WORKBENCH_SHARED'] ?? resolve(import.meta.dirname, '../../../shared'),
  'data',
  'boston',
);

/** Without the golden data the calling suite or test is skipped, or fails where `CI` is set. */
export function goldenDirectoryOrSkip(context: Mocha.Context): string {
  if (existsSync(goldenDirectory)) return goldenDirectory;
  if (process.env['CI']) throw new Error(`No golden data in ${goldenDirectory}; set WORKBENCH_SHARED.`);
  return context.skip();
}
