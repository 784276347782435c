import { copyFile, mkdir, mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parseDefinition, type ParsedDefinition } from '../../../src/jobs/definition.ts';
import { diagnose } from '../../../src/jobs/diagnose.ts';
import type { Finding } from '../../../src/jobs/finding.ts';
import { nodeDefinitionFiles } from '../../../src/jobs/nodeDefinitionFiles.ts';
import type { ObjectUploader } from '../../../src/jobs/upload.ts';
import { loadServiceModel } from '../../../src/serviceModel/serviceModel.ts';
import { codeOf } from '../../../src/shared/errors.ts';

/** The data of `Workspace` and what to compute with, as every job of these tests has them. */
export const bostonSettings = `InputDataConfig:
  - ChannelName: train
    ContentType: text/csv
    DataSource:
      S3DataSource:
        S3DataType: S3Prefix
        S3Uri: data/train.csv
  - ChannelName: validation
    ContentType: text/csv
    DataSource:
      S3DataSource:
        S3DataType: S3Prefix
        S3Uri: data/validation.csv
ResourceConfig:
  InstanceType: ml.m5.large
  InstanceCount: 1
  VolumeSizeInGB: 5
StoppingCondition:
  MaxRuntimeInSeconds: 3600
`;

/** A job without faults, on the data of `Workspace`. */
export const boston = `TrainingJobName: boston
AlgorithmSpecification:
  TrainingImage: xgboost:1.7-1
  TrainingInputMode: File
HyperParameters:
  objective: reg:squarederror
  num_round: 200
  eta: 0.10
${bostonSettings}`;

/** A real folder with a job's data in it. */
export class Workspace {
  private constructor(readonly root: string) {}

  static async create(): Promise<Workspace> {
    const workspace = new Workspace(await mkdtemp(join(tmpdir(), 'jobs-')));
    await workspace.write('project/data/train.csv', '24,0.006,18\n21.6,0.027,0\n');
    await workspace.write('project/data/validation.csv', '34.7,0.027,0\n');
    return workspace;
  }

  get definitionPath(): string {
    return join(this.root, 'project', 'boston.training-job.yaml');
  }

  async write(path: string, content: string): Promise<string> {
    const full = join(this.root, path);
    await mkdir(dirname(full), { recursive: true });
    await writeFile(full, content);
    return full;
  }

  parse(text: string, kind = 'training-job'): ParsedDefinition {
    return parseDefinition(text, { path: this.definitionPath.replace('training-job', kind) });
  }

  async findings(text: string, kind?: string): Promise<Finding[]> {
    const model = await loadServiceModel();
    return diagnose(this.parse(text, kind), {
      model,
      files: nodeDefinitionFiles,
      workspaceRoot: this.root,
      region: 'us-east-1',
    });
  }

  remove(): Promise<void> {
    return rm(this.root, { recursive: true, force: true });
  }
}

/** An object store of plain files. */
export class FolderStore implements ObjectUploader {
  readonly sent: string[] = [];

  constructor(private readonly root: string) {}

  pathOf(bucket: string, key: string): string {
    return join(this.root, bucket, key);
  }

  async ensureBucket(bucket: string): Promise<void> {
    await mkdir(join(this.root, bucket), { recursive: true });
  }

  async head(bucket: string, key: string): Promise<number | undefined> {
    try {
      return (await stat(this.pathOf(bucket, key))).size;
    } catch (error) {
      if (codeOf(error) === 'ENOENT') return undefined;
      throw error;
    }
  }

  async put(bucket: string, key: string, file: { path: string }): Promise<void> {
    const target = this.pathOf(bucket, key);
    await mkdir(dirname(target), { recursive: true });
    await copyFile(file.path, target);
    this.sent.push(key);
  }
}
