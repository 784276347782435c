import assert from 'node:assert/strict';
import { notebookVariables } from '../../../../src/engine/notebooks/notebookVariables.ts';

describe('the variables of a notebook instance', () => {
  const space = {
    home: '/state/notebooks/a',
    folder: '/state/notebooks/a/SageMaker',
    environment: '/state/notebooks/a/.environment',
    work: '/state/work/.notebooks/a',
  };
  const access = {
    endpoint: 'http://127.0.0.1:4566',
    region: 'eu-west-1',
    sdkConfig: '/state/sdk.yaml',
    accessKeyId: 'KEY',
    secretAccessKey: 'SECRET',
  };
  const inherited = {
    PATH: '/bin',
    HOME: '/home/me',
    HTTPS_PROXY: 'http://proxy',
    AWS_PROFILE: 'mine',
    JUPYTER_TOKEN: 'mine',
    JUPYTER_CONFIG_DIR: '/home/me/.jupyter',
    JPY_PARENT_PID: '1',
    IPYTHONDIR: '/home/me/.ipython',
    XDG_DATA_HOME: '/home/me/data',
    PYTHONPATH: '/home/me/lib',
  };
  const variables = notebookVariables(space, access, '/venv/bin/python', inherited);

  it('lead to the engine, as those that a person exports', () => {
    assert.equal(variables['AWS_ENDPOINT_URL'], access.endpoint);
    assert.equal(variables['AWS_DEFAULT_REGION'], 'eu-west-1');
    assert.equal(variables['AWS_ACCESS_KEY_ID'], 'KEY');
    assert.equal(variables['SAGEMAKER_USER_CONFIG_OVERRIDE'], '/state/sdk.yaml');
    assert.equal(variables['PATH'], '/venv/bin:/bin');
    assert.equal(variables['HTTPS_PROXY'], 'http://proxy');
  });

  it('keep the user’s own settings of AWS, Jupyter and Python out, and the home', () => {
    assert.equal(variables['HOME'], space.home);
    for (const name of [
      'AWS_PROFILE',
      'JUPYTER_TOKEN',
      'JUPYTER_CONFIG_DIR',
      'JPY_PARENT_PID',
      'IPYTHONDIR',
      'XDG_DATA_HOME',
      'PYTHONPATH',
    ])
      assert.equal(variables[name], undefined, name);
  });
});
