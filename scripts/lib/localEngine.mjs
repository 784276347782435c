import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { signalTo, stopByPid } from './processes.mjs';

/**
 * The engine that serves a state directory, as it would be found by any other program.
 * @param {string} stateDirectory
 * @returns {Promise<{pid: number, port: number} | undefined>} Undefined while there is none.
 */
export async function findEngine(stateDirectory) {
  const lock = await readJson(join(stateDirectory, 'engine.lock'));
  return lock !== undefined && lock.port > 0 && signalTo(lock.pid, 0) ? lock : undefined;
}

/** Ends the engine that serves a state directory, if there is one. */
export async function stopEngine(stateDirectory) {
  const lock = await readJson(join(stateDirectory, 'engine.lock'));
  if (lock !== undefined) await stopByPid(lock.pid);
}

// The SDK's advice about newer Nodes is for this project's maintainers, not for who runs the example.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';

/**
 * Describes the newest training job that was created since a time.
 * @param {string} stateDirectory
 * @param {Date} since
 * @returns {Promise<import('@aws-sdk/client-sagemaker').DescribeTrainingJobCommandOutput | undefined>}
 */
export async function newestTrainingJob(stateDirectory, since) {
  const engine = await findEngine(stateDirectory);
  const credentials = await readJson(join(stateDirectory, 'credentials.json'));
  if (engine === undefined || credentials === undefined) return undefined;
  const { DescribeTrainingJobCommand, ListTrainingJobsCommand, SageMakerClient } =
    await import('@aws-sdk/client-sagemaker');
  const client = new SageMakerClient({ endpoint: `http://127.0.0.1:${engine.port}`, region: 'us-east-1', credentials });
  try {
    const { TrainingJobSummaries: [newest] = [] } = await client.send(
      new ListTrainingJobsCommand({
        CreationTimeAfter: since,
        SortBy: 'CreationTime',
        SortOrder: 'Descending',
        MaxResults: 1,
      }),
    );
    if (newest === undefined) return undefined;
    return await client.send(new DescribeTrainingJobCommand({ TrainingJobName: newest.TrainingJobName }));
  } finally {
    client.destroy();
  }
}

async function readJson(file) {
  try {
    return JSON.parse(await readFile(file, 'utf8'));
  } catch (error) {
    // Not there yet, or not whole yet.
    if (error.code === 'ENOENT' || error instanceof SyntaxError) return undefined;
    throw error;
  }
}
