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

  it('tells any free port from the one of last time', () => {
    assert.equal(parseCommandLine([], {}).port, undefined);
    assert.equal(parseCommandLine(['--port', '0'], {}).port, 0);
    assert.equal(parseCommandLine(['--port', '8080', '--background'], {}).port, 8080);
    assert.throws(() => parseCommandLine(['--port', '65536'], {}), /--port takes a whole number from 0 to 65535/);
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
