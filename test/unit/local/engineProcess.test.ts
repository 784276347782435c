import assert from 'node:assert/strict';
import { engineEnvironment } from '../../../src/local/engineProcess.ts';

describe("the engine's environment", () => {
  it("leaves out what steers the editor's Node and what is the user's AWS account", () => {
    const env = engineEnvironment({
      PATH: '/bin',
      NODE_OPTIONS: '--inspect',
      VSCODE_PID: '1',
      AWS_SECRET_ACCESS_KEY: 'x',
      HOME: '/home/me',
    });
    assert.deepEqual(env, { PATH: '/bin', HOME: '/home/me', ELECTRON_RUN_AS_NODE: '1' });
  });
});
