import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const program = path.resolve(import.meta.dirname, '../../src/engine/python/linear_learner_train.py');

interface LinearLearnerInput {
  readonly python: string;
  readonly hyperparameters: Readonly<Record<string, string>>;
  /** The file of each channel, or its text. */
  readonly channels: Readonly<Record<string, { readonly file: string } | { readonly text: string }>>;
  readonly contentType?: string;
}

/** A finished run of the program that stands for the Linear Learner image, on a folder of its own. */
export class LinearLearnerJob {
  readonly mlRoot = mkdtempSync(path.join(tmpdir(), 'linear-learner-'));
  readonly lines: readonly string[];
  readonly exitCode: number | null;

  constructor({ python, hyperparameters, channels, contentType = 'text/csv' }: LinearLearnerInput) {
    this.writeConfig('hyperparameters', hyperparameters);
    const channel = { ContentType: contentType, TrainingInputMode: 'File', S3DistributionType: 'FullyReplicated' };
    this.writeConfig('inputdataconfig', Object.fromEntries(Object.keys(channels).map((name) => [name, channel])));
    this.writeConfig('resourceconfig', { current_host: 'algo-1', hosts: ['algo-1'] });
    mkdirSync(path.join(this.mlRoot, 'model'));
    for (const [name, content] of Object.entries(channels)) {
      const file = path.join(this.mlRoot, 'input/data', name, 'data');
      mkdirSync(path.dirname(file), { recursive: true });
      if ('file' in content) copyFileSync(content.file, file);
      else writeFileSync(file, content.text);
    }
    const run = spawnSync(python, ['-B', program, this.mlRoot, '1'], { encoding: 'utf8', maxBuffer: 1 << 26 });
    this.exitCode = run.status;
    this.lines = `${run.stdout}${run.stderr}`.split('\n');
  }

  /** A metric of the final model, e.g. `test mse`. */
  score(name: string): number {
    return this.numbers(new RegExp(`#quality_metric: host=algo-1, ${name} <\\w+>=(\\S+)`)).at(-1) ?? NaN;
  }

  /** What a pattern's group holds, line by line. */
  numbers(pattern: RegExp): number[] {
    return this.lines.flatMap((line) => pattern.exec(line)?.[1] ?? []).map(Number);
  }

  /** The hyperparameters of the best model. */
  get best(): Record<string, unknown> {
    const found = this.lines.map((line) => /Best model found for hyperparameters: (.*)/.exec(line)?.[1]);
    return JSON.parse(found.find((text) => text !== undefined) ?? '{}') as Record<string, unknown>;
  }

  get modelFile(): string {
    return path.join(this.mlRoot, 'model/model_algo-1');
  }

  get failure(): string | undefined {
    const file = path.join(this.mlRoot, 'output/failure');
    return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
  }

  dispose(): void {
    rmSync(this.mlRoot, { recursive: true, force: true });
  }

  private writeConfig(name: string, content: object): void {
    const file = path.join(this.mlRoot, 'input/config', `${name}.json`);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, JSON.stringify(content));
  }
}
