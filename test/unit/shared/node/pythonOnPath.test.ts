import assert from 'node:assert/strict';
import path from 'node:path';
import { pythonsOnPath } from '../../../../src/shared/node/pythonOnPath.ts';
import { platformFor } from '../../../../src/shared/node/platform.ts';

const linux = platformFor('linux', {}, '/home/me');

describe('Python on PATH', () => {
  it('looks for python3 everywhere before it looks for python', () => {
    const files = new Set(['/opt/bin/python', '/usr/bin/python3', '/usr/local/bin/python3']);
    const found = pythonsOnPath(
      ['/opt/bin', '/usr/local/bin', '/usr/bin', '/opt/bin'].join(path.delimiter),
      linux,
      (file) => files.has(file),
    );
    assert.deepEqual(found, [['/usr/local/bin/python3'], ['/usr/bin/python3'], ['/opt/bin/python']]);
  });

  it('leaves out what depends on the current folder', () => {
    assert.deepEqual(
      pythonsOnPath(['.', '', 'bin'].join(path.delimiter), linux, () => true),
      [],
    );
  });

  it('takes no program that would only open an installer', () => {
    const mac = platformFor('darwin', {}, '/Users/me');
    const bare = (file: string): boolean => file === '/usr/bin/python3' || file === '/opt/homebrew/bin/python3';
    const found = (exists: (file: string) => boolean): unknown =>
      pythonsOnPath(['/usr/bin', '/opt/homebrew/bin'].join(path.delimiter), mac, exists);
    assert.deepEqual(found(bare), [['/opt/homebrew/bin/python3']]);
    const equipped = (file: string): boolean =>
      bare(file) || file === '/Library/Developer/CommandLineTools/usr/bin/python3';
    assert.deepEqual(found(equipped), [['/usr/bin/python3'], ['/opt/homebrew/bin/python3']]);
    const windows = platformFor('win32', {}, 'C:\\Users\\me');
    const store = 'C:\\Users\\me\\AppData\\Local\\Microsoft\\WindowsApps\\python3.exe';
    assert.equal(
      windows.isPythonStub(store, () => true),
      true,
    );
    assert.equal(
      windows.isPythonStub('C:\\Python312\\python.exe', () => true),
      false,
    );
  });
});
