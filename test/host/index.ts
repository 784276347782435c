import { readdirSync } from 'node:fs';
import { join } from 'node:path';

/** Called by VS Code inside the extension host: runs the bundled suites of this folder. */
export async function run(): Promise<void> {
  const { default: Mocha } = await import('mocha');
  const mocha = new Mocha({
    timeout: 60_000,
    color: false,
    grep: process.env['TEST_GREP'] ?? '',
    reporter: process.env['TEST_REPORTER'] ?? 'spec',
  });
  const suites = join(__dirname, 'suites');
  for (const file of readdirSync(suites).sort()) mocha.addFile(join(suites, file));
  const failures = await new Promise<number>((resolve) => mocha.run(resolve));
  if (failures > 0) throw new Error(`${failures} tests failed.`);
}
