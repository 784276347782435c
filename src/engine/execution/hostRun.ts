import type { Clock } from '../../shared/clock.ts';
import { DisposableStore, type IDisposable } from '../../shared/disposable.ts';
import { UsageSampler, type HostUsage } from './usageSampler.ts';
import type { ContainerExit } from './container.ts';
import type { ChosenRunner, HostSpace, JobSpace, OutputSink, RunningContainer } from './runner.ts';

/** SIGTERM, then this long, then SIGKILL (contract, section 5). */
const stopGrace = 120_000;

/** What the programs of all hosts work with. */
export interface HostRunParts {
  readonly clock: Clock;
  /** Takes what a host's program prints. */
  readonly outputOf: (host: string) => OutputSink;
  /** Told now and then of what a host's program uses. */
  readonly measure: (usage: HostUsage) => void;
  /** A line of the engine's own in the job's log. */
  readonly note: (line: string) => void;
}

/** How the programs of all hosts ended. */
export interface HostsExit extends ContainerExit {
  /** 0 when all ended with 0, else that of the first host that failed. */
  readonly exitCode: number;
  /** The host that failed, or the first. */
  readonly space: HostSpace;
}

/** The programs of a job's hosts: they start together, and when one fails the others are ended. */
export class HostRun<S extends HostSpace = JobSpace> implements IDisposable {
  private readonly containers: RunningContainer[] = [];
  private readonly timers = new DisposableStore();
  private ending = false;
  private failed: HostsExit | { readonly error: unknown } | undefined;
  /**
   * Settles when no program of any host runs any more.
   * @throws what the first host failed with that did not get to an exit code.
   */
  readonly exit: Promise<HostsExit>;

  constructor(
    runner: Pick<ChosenRunner<S>, 'start'>,
    spaces: readonly [S, ...S[]],
    private readonly parts: HostRunParts,
  ) {
    const running = spaces.map((space) => {
      const container = runner.start(space, parts.outputOf(space.host.name));
      this.containers.push(container);
      const sampler = new UsageSampler(container, parts.clock, (usage) =>
        parts.measure({ host: space.host.name, ...usage }),
      );
      this.timers.add(sampler);
      return this.follow(container, space);
    });
    this.exit = Promise.all(running).then(() => {
      if (this.failed === undefined) return { exitCode: 0, space: spaces[0] };
      if ('error' in this.failed) throw this.failed.error;
      return this.failed;
    });
  }

  /** Asks every program to end, and kills it when its grace is over. */
  terminate(): void {
    if (this.ending) return;
    this.ending = true;
    for (const container of this.containers) container.terminate();
    this.timers.add(this.parts.clock.schedule(() => this.kill(), stopGrace));
  }

  kill(): void {
    for (const container of this.containers) container.kill();
  }

  dispose(): void {
    this.timers.dispose();
  }

  private async follow(container: RunningContainer, space: S): Promise<void> {
    try {
      const exit = await container.exit;
      if (exit.exitCode === 0) return;
      this.failed ??= { ...exit, space };
      this.endOthers(space, `ended with exit code ${exit.exitCode}`);
    } catch (error) {
      this.failed ??= { error };
      this.endOthers(space, 'could not go on');
    }
  }

  private endOthers({ host, hosts }: S, what: string): void {
    if (this.ending) return;
    if (hosts.length > 1) this.parts.note(`${host.name} ${what}: the programs of the other hosts are ended.`);
    this.terminate();
  }
}
