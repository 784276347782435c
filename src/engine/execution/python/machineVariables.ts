import { delimiter, dirname } from 'node:path';

/** Of the editor, the engine or the user's account: a container has none of them. */
const foreign =
  /^(AWS_|S3_ENDPOINT_URL$|VSCODE_|NODE_|ELECTRON_|npm_|SM_|SAGEMAKER_|TRAINING_JOB_|PYTHON|VIRTUAL_ENV$|__PYVENV)/i;

/**
 * What a Python program needs of this machine.
 * @param inherited - The engine's own environment.
 */
export function machineVariables(interpreter: string, inherited: NodeJS.ProcessEnv): Record<string, string> {
  const own = Object.entries(inherited).filter(
    (entry): entry is [string, string] => entry[1] !== undefined && !foreign.test(entry[0]),
  );
  const path = own.find(([name]) => name.toUpperCase() === 'PATH')?.[1] ?? '';
  return {
    ...Object.fromEntries(own.filter(([name]) => name.toUpperCase() !== 'PATH')),
    PATH: [dirname(interpreter), path].filter((part) => part !== '').join(delimiter), // `python` in a shell script is the same one
    PYTHONUNBUFFERED: '1', // as the images set it
    PYTHONIOENCODING: 'utf-8',
  };
}
