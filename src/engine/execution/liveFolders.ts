import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Disposable } from '../../shared/disposable.ts';
import type { TrainingJobRequest } from '../services/sagemaker/trainingJobRecord.ts';
import { joinKey, parseS3Uri } from '../store/s3Uri.ts';
import { checkpointsOf, restoreCheckpoints } from './checkpoints.ts';
import { FolderUpload, type FolderUploadParts, type UploadedFolder } from './folderUpload.ts';
import type { JobHost } from './jobHosts.ts';
import { pythonStr } from './scriptMode/pythonValue.ts';
import { readScriptHyperparameters } from './scriptMode/scriptHyperparameters.ts';

/** The folders of a job's hosts whose files are in S3 while the job runs: checkpoints, and intermediate output. */
export class LiveFolders extends Disposable {
  private readonly uploads: FolderUpload[] = [];

  constructor(
    private readonly request: TrainingJobRequest,
    private readonly hosts: readonly JobHost[],
    private readonly parts: FolderUploadParts,
  ) {
    super();
  }

  /**
   * Brings the checkpoints of an earlier job to every host, and from then on copies what is written.
   * @throws JobFailure where CheckpointConfig cannot be used.
   */
  async start(): Promise<void> {
    for (const { mlRoot } of this.hosts) {
      const checkpoints = checkpointsOf(this.request, mlRoot);
      if (checkpoints !== undefined) await this.follow(checkpoints, true);
      const intermediate = intermediateOf(this.request, mlRoot);
      if (intermediate !== undefined) await this.follow(intermediate, false);
    }
  }

  /** Call when no program runs any more: copies what is left. Never throws. */
  async finish(): Promise<void> {
    for (const upload of this.uploads.splice(0)) await upload.finish();
  }

  private async follow(folder: UploadedFolder, restore: boolean): Promise<void> {
    await mkdir(folder.path, { recursive: true });
    if (restore) await restoreCheckpoints(folder, this.parts.objects);
    const upload = this.register(new FolderUpload(folder, this.parts));
    this.uploads.push(upload);
    await upload.start();
  }
}

/** `/opt/ml/output/intermediate`, which the training toolkit uploads where `sagemaker_s3_output` says (its intermediate_output.py). */
function intermediateOf(request: TrainingJobRequest, mlRoot: string): UploadedFolder | undefined {
  const asked = readScriptHyperparameters(request.HyperParameters ?? {}).toolkit['sagemaker_s3_output'];
  const { bucket, key } = parseS3Uri(pythonStr(asked ?? ''));
  if (bucket === '') return undefined;
  return {
    path: join(mlRoot, 'output', 'intermediate'),
    shown: '/opt/ml/output/intermediate',
    bucket,
    prefix: joinKey(key, request.TrainingJobName, 'output', 'intermediate'),
  };
}
