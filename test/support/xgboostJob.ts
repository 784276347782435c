import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { ContainerHost } from '../../src/engine/execution/container.ts';
import { runXgboostContainer } from '../../src/engine/algorithms/xgboost/container.ts';

export interface XgboostJobInput {
  readonly hyperparameters: Readonly<Record<string, string>>;
  /** Text of each channel's files by name: `{ train: { 'train.csv': '1,2\n' } }`. */
  readonly channels: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly contentType?: string | null;
  /** Of channels that have another. */
  readonly contentTypes?: Readonly<Record<string, string>>;
  readonly imageTag?: string;
  readonly hosts?: readonly string[];
  readonly stopRequested?: (rounds: number) => boolean;
}

/** A finished run of the container on a directory of its own. */
export class XgboostJob {
  readonly mlRoot = mkdtempSync(path.join(tmpdir(), 'xgboost-job-'));
  readonly lines: string[] = [];
  readonly exitCode: number;

  constructor(input: XgboostJobInput) {
    this.write('input/config/hyperparameters.json', JSON.stringify(input.hyperparameters));
    const { contentType = 'text/csv' } = input;
    const channel = { ...(contentType !== null && { ContentType: contentType }), TrainingInputMode: 'File' };
    const own = (name: string): object => {
      const type = input.contentTypes?.[name];
      return type === undefined ? channel : { ...channel, ContentType: type };
    };
    const config = Object.fromEntries(Object.keys(input.channels).map((name) => [name, own(name)]));
    this.write('input/config/inputdataconfig.json', JSON.stringify(config));
    this.write('input/config/resourceconfig.json', JSON.stringify({ hosts: input.hosts ?? ['algo-1'] }));
    for (const [name, files] of Object.entries(input.channels)) {
      mkdirSync(path.join(this.mlRoot, 'input/data', name), { recursive: true });
      for (const [file, text] of Object.entries(files)) this.write(`input/data/${name}/${file}`, text);
    }
    const host: ContainerHost = {
      mlRoot: this.mlRoot,
      imageTag: input.imageTag ?? '1.7-1',
      log: (line) => void this.lines.push(line),
      stopRequested: () => input.stopRequested?.(this.rounds.length) ?? false,
    };
    this.exitCode = runXgboostContainer(host).exitCode;
  }

  /** The metric lines. */
  get rounds(): string[] {
    return this.lines.filter((line) => /^\[\d+\]\t/.test(line));
  }

  /** One metric's values over the rounds, e.g. `validation-rmse`. */
  series(name: string): number[] {
    return this.rounds.map((line) =>
      Number(
        line
          .split('\t')
          .find((part) => part.startsWith(`${name}:`))
          ?.split(':')[1],
      ),
    );
  }

  get modelFile(): string {
    return path.join(this.mlRoot, 'model/xgboost-model');
  }

  get hasModel(): boolean {
    return existsSync(this.modelFile);
  }

  get failure(): string | undefined {
    const file = path.join(this.mlRoot, 'output/failure');
    return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
  }

  channelFile(channel: string, file: string): string {
    return path.join(this.mlRoot, 'input/data', channel, file);
  }

  dispose(): void {
    rmSync(this.mlRoot, { recursive: true, force: true });
  }

  private write(name: string, text: string): void {
    const file = path.join(this.mlRoot, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
}
