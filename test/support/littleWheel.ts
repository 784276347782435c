import { spawnSync } from 'node:child_process';

/** A package of one module, as bytes. */
export function makeWheel(python: string): Buffer {
  const program = `
import io, sys, zipfile
content = io.BytesIO()
with zipfile.ZipFile(content, 'w') as wheel:
    wheel.writestr('little_thing.py', 'value = 42\\n')
    wheel.writestr('little_thing-1.0.dist-info/METADATA', 'Metadata-Version: 2.1\\nName: little-thing\\nVersion: 1.0\\n')
    wheel.writestr('little_thing-1.0.dist-info/WHEEL', 'Wheel-Version: 1.0\\nGenerator: test\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n')
    wheel.writestr('little_thing-1.0.dist-info/RECORD', '')
sys.stdout.buffer.write(content.getvalue())
`;
  return spawnSync(python, ['-c', program]).stdout;
}
