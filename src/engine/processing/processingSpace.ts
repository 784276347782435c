import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { JobHost } from '../execution/jobHosts.ts';
import { resourceConfig } from '../execution/mlDirectory.ts';
import type { HostSpace } from '../execution/runner.ts';
import type { ProcessingJobRequest } from '../services/sagemaker/processing/processingJobRecord.ts';

/** The place of one host of a processing job on this machine. */
export interface ProcessingSpace extends HostSpace {
  readonly request: ProcessingJobRequest;
  readonly arn: string;
}

/** The beginning of every path of a container that has a folder here. */
export const mlPath = '/opt/ml/';

/** The folder of a host that stands for one of a container's. */
export function folderOf({ mlRoot }: JobHost, path: string): string {
  return join(mlRoot, path.slice(mlPath.length));
}

/**
 * Creates `/opt/ml` for a processing job, the folders of its inputs and outputs, and its configuration files (contract, section 2; developer guide, "How
 * Amazon SageMaker Processing Configures Your Processing Container").
 */
export async function createProcessingDirectory({ request, arn, host, hosts }: ProcessingSpace): Promise<void> {
  const { ProcessingInputs: inputs = [], ProcessingOutputConfig: { Outputs: outputs } = { Outputs: [] } } = request;
  const asked = [
    ...inputs.map(({ S3Input: s3 }) => s3?.LocalPath),
    ...outputs.map(({ S3Output: s3 }) => s3?.LocalPath),
  ];
  const folders = asked.filter((path) => path !== undefined).map((path) => folderOf(host, path));
  for (const folder of [...folders, ...['config', 'output', 'processing'].map((name) => join(host.mlRoot, name))])
    await mkdir(folder, { recursive: true });
  const writeConfig = (name: string, content: unknown): Promise<void> =>
    writeFile(join(host.mlRoot, 'config', name), JSON.stringify(content));
  const { Tags: _, ProcessingJobName, ...rest } = request;
  await writeConfig('processingjobconfig.json', { ProcessingJobArn: arn, ProcessingJobName, ...rest });
  const { current_host, current_instance_type, hosts: names, network_interface_name } = resourceConfig(host, hosts);
  await writeConfig('resourceconfig.json', {
    current_host,
    current_instance_type,
    hosts: names,
    network_interface_name,
  });
}
