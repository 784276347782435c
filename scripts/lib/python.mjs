import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runProcess } from './processes.mjs';
import { StepFailure } from './steps.mjs';

/**
 * Puts the judges of test/requirements.txt into .venv-test, once.
 * @param {string} root
 * @throws StepFailure where there is no suitable Python or its packages cannot be had.
 */
export async function ensureJudges(root) {
  const requirements = join(root, 'test', 'requirements.txt');
  const home = join(root, '.venv-test');
  const marker = join(home, 'requirements.sha256');
  const wanted = createHash('sha256')
    .update(await readFile(requirements))
    .digest('hex');
  if ((await readMarker(marker)) === wanted) return;
  const made = await runProcess(await findPython(), ['-m', 'venv', home]);
  if (made.code !== 0) {
    throw new StepFailure('Python cannot make a virtual environment; install the package python3-venv and try again.');
  }
  const interpreter = join(home, process.platform === 'win32' ? 'Scripts/python.exe' : 'bin/python');
  const { code, output } = await runProcess(interpreter, [
    '-m',
    'pip',
    'install',
    '--quiet',
    '--requirement',
    requirements,
  ]);
  if (code !== 0) {
    throw new StepFailure(
      `The judges of test/requirements.txt could not be installed: ${output.trim().split('\n').at(-1)}`,
    );
  }
  await writeFile(marker, wanted);
}

async function findPython() {
  for (const name of ['python3.11', 'python3.12', 'python3', 'python']) {
    const { code, output } = await runProcess(name, [
      '-c',
      'import sys; print(sys.version_info[:2] in ((3, 11), (3, 12)))',
    ]);
    if (code === 0 && output.trim() === 'True') return name;
  }
  throw new StepFailure('The judges need Python 3.11 or 3.12; install one of them and try again.');
}

async function readMarker(file) {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  }
}
