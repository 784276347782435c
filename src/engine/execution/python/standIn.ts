import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * Writes a module `sagemaker_containers` that gives way to the interpreter's own, or stands in for it (src/engine/python/script_training.py).
 * @param programs - The shipped Python programs.
 * @returns The folder for the end of PYTHONPATH.
 */
export async function writeStandIn(hostFolder: string, programs: string): Promise<string> {
  const folder = join(hostFolder, 'stand-ins');
  await mkdir(folder, { recursive: true });
  const text = `import os, sys
written = sys.dont_write_bytecode
sys.path.insert(0, ${JSON.stringify(programs)})
sys.dont_write_bytecode = True  # no bytecode beside the shipped programs
try:
    import script_training
finally:
    sys.path.pop(0)
    sys.dont_write_bytecode = written
script_training.provide(os.path.dirname(__file__))
`;
  await writeFile(join(folder, 'sagemaker_containers.py'), text);
  return folder;
}
