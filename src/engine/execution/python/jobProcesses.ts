import { open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from '../../../shared/clock.ts';
import { messageOf } from '../../../shared/errors.ts';
import { JobFailure } from '../jobFailure.ts';
import { startGroup, type ChildGroup, type Command } from '../process/childGroup.ts';
import { groupUsage, type Usage } from '../process/groupUsage.ts';
import { killLeftovers } from '../process/leftovers.ts';
import { SpoolReader } from '../process/spoolReader.ts';
import type { HostSpace, OutputSink } from '../runner.ts';
import { ErrorExcerpt } from './errorExcerpt.ts';
import type { MountedHost } from './hostMounts.ts';

/** How one program of a job ended. */
export interface StepResult {
  readonly exitCode: number;
  /** What its output says of the reason, in at most so many characters; empty when it said nothing. */
  readonly said: (limit: number) => string;
  /** Its last lines. */
  readonly tail: readonly string[];
}

/** Has the disk give the output its first block: a program that fills the disk can still say so there, where it has said little before. */
const firstBlock = '\n';

/** 128 + SIGTERM, as Docker reports it. */
const terminated = 143;

/** Runs a job's programs one after the other; their output goes to the job's log, and none of them outlives its step. */
export class JobProcesses {
  private current: ChildGroup | undefined;
  private stopped: 'terminated' | 'killed' | undefined;
  private steps = 0;
  private mounting: Promise<MountedHost> | undefined;

  constructor(
    private readonly job: HostSpace,
    private readonly clock: Clock,
    private readonly output: OutputSink,
    /** Asked once, before the first program starts. */
    private readonly prepareMounts: () => Promise<MountedHost>,
  ) {}

  /** True once the job was asked to end; no further step starts. */
  get isStopped(): boolean {
    return this.stopped !== undefined;
  }

  /** One line of the engine's own in the job's log. */
  async note(message: string): Promise<void> {
    await this.output([{ timestamp: this.clock.now(), message }]);
  }

  /** @throws JobFailure when the program cannot be started. */
  async run(command: Command): Promise<StepResult> {
    if (this.isStopped) return { exitCode: terminated, said: () => '', tail: [] };
    const spool = join(this.job.host.folder, `output-${++this.steps}`);
    const excerpt = new ErrorExcerpt();
    const file = await open(spool, 'a'); // appending, so that stdout and stderr keep their order
    const take: OutputSink = (lines) => {
      excerpt.add(lines.filter(({ isOverwritten }) => isOverwritten !== true));
      return this.output(lines);
    };
    const reader = new SpoolReader(spool, this.clock, take, firstBlock.length);
    let exitCode: number;
    try {
      await file.write(firstBlock);
      exitCode = await this.runIn(command, file.fd);
    } finally {
      await file.close();
      await reader.finish();
      await rm(spool, { force: true });
    }
    return { exitCode, said: (limit) => excerpt.text(limit), tail: excerpt.tail };
  }

  /** Of the step that runs. */
  async usage(): Promise<Usage | undefined> {
    return this.current && groupUsage(this.current.pid);
  }

  terminate(): void {
    this.stopped ??= 'terminated';
    this.current?.terminate();
  }

  kill(): void {
    this.stopped = 'killed';
    this.current?.kill();
  }

  /** Before the first program starts, the log of the first host says how the hosts find each other. */
  private mounted(): Promise<MountedHost> {
    this.mounting ??= this.prepareMounts().then(async (mounted) => {
      if (mounted.note !== undefined && this.job.host === this.job.hosts[0]) await this.note(mounted.note);
      return mounted;
    });
    return this.mounting;
  }

  private async runIn(command: Command, output: number): Promise<number> {
    const { wrap } = await this.mounted();
    const group = await startGroup(wrap(command), output).catch((error: unknown) => {
      throw new JobFailure(
        `ClientError: ${command.program} cannot be started (${messageOf(error)}); choose another Python interpreter for this job.`,
        { cause: error },
      );
    });
    this.current = group;
    if (this.stopped !== undefined) group[this.stopped === 'killed' ? 'kill' : 'terminate'](); // asked while it started
    const exitCode = await group.exitCode;
    this.current = undefined;
    // As in a container, what the program started ends with it.
    group.kill();
    await killLeftovers(this.job.host.folder);
    return exitCode;
  }
}
