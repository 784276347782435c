import assert from 'node:assert/strict';
import { resolve } from 'node:path';
import { help, parseCommandLine } from '../../../../src/engine/life/commandLine.ts';

describe('the command line of sagemaker-local', () => {
  it('makes one of two environments', () => {
    assert.equal(parseCommandLine(['setup-python'], {}).action, 'setup-python');
    assert.equal(parseCommandLine(['setup-jupyter', '--state', 'here'], {}).action, 'setup-jupyter');
    assert.throws(() => parseCommandLine(['setup-jupyter', 'now'], {}), /does not know 'now'/);
    assert.throws(() => parseCommandLine(['setup-lab'], {}), /does not know 'setup-lab'/);
  });

  it('names the Python of Jupyter and the container registry; a variable stands for the latter', () => {
    assert.equal(parseCommandLine(['--jupyter', 'bin/python'], {}).jupyter, resolve('bin/python'));
    const registry = (args: string[], value?: string): string | undefined =>
      parseCommandLine(args, value === undefined ? {} : { SAGEMAKER_LOCAL_REGISTRY: value }).registry;
    assert.equal(registry([]), undefined);
    assert.equal(registry([], ''), undefined);
    assert.equal(registry([], '127.0.0.1:5000'), '127.0.0.1:5000');
    assert.equal(registry(['--registry', 'https://registry.example'], '127.0.0.1:5000'), 'https://registry.example');
    for (const wrong of ['a b', 'host:port', 'http://host/path', 'host:123456'])
      assert.throws(() => registry(['--registry', wrong]), /^UserError: --registry takes a host and port/, wrong);
    assert.match(help, /\(default: \$SAGEMAKER_LOCAL_REGISTRY\)/);
  });
});
