import { createHash } from 'node:crypto';
import { mkdir, rm } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import type { Clock } from '../../../shared/clock.ts';
import { Emitter } from '../../../shared/emitter.ts';
import { messageOf } from '../../../shared/errors.ts';
import type { RunnerWish } from '../../../shared/node/runnerWish.ts';
import { JobFailure } from '../../execution/jobFailure.ts';
import type { ProgramUsage } from '../../execution/usageSampler.ts';
import { WorkQueue } from '../../execution/workQueue.ts';
import { VariantFleet } from '../fleet/variantFleet.ts';
import type { Invocation, InvocationAnswer, Predictor } from '../predictor.ts';
import type { PredictorChooser } from '../predictorChooser.ts';
import { defaultLoadTimeout, type InstanceStart, type PreparedModel } from '../preparedModel.ts';
import type { ServedContainer } from '../servedModel.ts';
import { UnhealthyContainer } from '../unhealthyContainer.ts';

/** A variant as it was when it was deployed: its endpoint goes on when the model or the configuration is deleted. */
export interface DeployedVariant {
  readonly name: string;
  readonly modelName: string;
  readonly containers: readonly ServedContainer[];
  readonly instanceType: string;
  /** Seconds that a container has to load its model; the service's four minutes unless given. */
  readonly startupSeconds?: number;
  readonly weight: number;
  readonly instanceCount: number;
}

export interface DeploymentParts {
  readonly predictors: Pick<PredictorChooser, 'prepare'>;
  readonly clock: Clock;
  readonly wish: RunnerWish;
  /** Of this deployment alone; removed when it has ended. */
  readonly folder: string;
  /** Writes into the log stream of an instance, `<variant>/<instance id>`, and of a pipeline's container, `<variant>/<instance id>/<container>`. */
  readonly log: (stream: string, line: string) => void | Promise<void>;
  /** Takes what one instance of a variant uses of this machine. */
  readonly measure: (variant: string, usage: ProgramUsage) => void;
}

/** The variants of one configuration, started and ready to answer. */
export class Deployment {
  private readonly fleets = new Map<string, VariantFleet>();
  private readonly failed = new Emitter<string>();
  /** Fires when an instance ended or was not well any more; says it as the service does. */
  readonly onDidFail = this.failed.event;
  private instances = 0;
  /** Models that load take the processor from those that answer: one is left to these, where there are several. */
  private readonly loads = new WorkQueue(Math.max(1, availableParallelism() - 1));
  private isStopped = false;

  private constructor(private readonly parts: DeploymentParts) {}

  /**
   * Starts every instance of every variant.
   * @param signal - Gives it up.
   * @throws JobFailure naming the variant that did not come up; then nothing runs.
   */
  static async start(
    variants: readonly DeployedVariant[],
    parts: DeploymentParts,
    signal: AbortSignal,
  ): Promise<Deployment> {
    const deployment = new Deployment(parts);
    const stop = (): void => deployment.stop();
    signal.addEventListener('abort', stop);
    const starting = variants.map((variant) => deployment.startVariant(variant));
    try {
      await Promise.all(starting);
      signal.throwIfAborted();
      return deployment;
    } catch (error) {
      deployment.stop();
      await Promise.allSettled(starting);
      await deployment.close();
      throw error;
    } finally {
      signal.removeEventListener('abort', stop);
    }
  }

  countOf(variant: string): number {
    return this.fleets.get(variant)?.count ?? 0;
  }

  /** @throws JobFailure when an instance does not come up; then as many run as before. */
  async scale(variant: string, count: number): Promise<void> {
    try {
      await this.fleet(variant).scale(count);
    } catch (error) {
      throw startFailure(variant, error);
    }
  }

  /** @throws As `VariantFleet.invoke`. */
  invoke(
    variant: string,
    invocation: Invocation,
    timeout: number,
    taken?: (stream: string) => void,
  ): Promise<InvocationAnswer> {
    return this.fleet(variant).invoke(invocation, timeout, taken);
  }

  /** Gives up what is being started. */
  stop(): void {
    this.isStopped = true;
    for (const fleet of this.fleets.values()) fleet.stop();
  }

  /** Gives up the requests in hand, since nobody waits for them any more. */
  cutOff(): void {
    for (const fleet of this.fleets.values()) fleet.cutOff();
  }

  /** Ends everything when the requests in hand are answered. @param grace - As of `VariantFleet.close`. */
  async close(grace?: number): Promise<void> {
    await Promise.all([...this.fleets.values()].map((fleet) => fleet.close(grace)));
    await rm(this.parts.folder, { recursive: true, force: true });
  }

  private fleet(variant: string): VariantFleet {
    const fleet = this.fleets.get(variant);
    if (fleet === undefined) throw new Error(`There is no variant ${variant}.`);
    return fleet;
  }

  private async startVariant(variant: DeployedVariant): Promise<void> {
    const prepared = await this.parts.predictors
      .prepare({
        containers: variant.containers,
        environment: {},
        wish: this.parts.wish,
        folder: join(this.parts.folder, 'models', variant.name),
      })
      .catch((error: unknown) => {
        throw startFailure(variant.name, error);
      });
    const fleet = this.fleetOf(variant, prepared);
    this.fleets.set(variant.name, fleet);
    fleet.onDidFail((reason) => this.failed.fire(`${unwell(variant.name)} ${reason}`));
    if (this.isStopped) fleet.stop();
    await this.scale(variant.name, variant.instanceCount);
  }

  private fleetOf(variant: DeployedVariant, prepared: PreparedModel): VariantFleet {
    const { clock } = this.parts;
    const startupLimit = variant.startupSeconds === undefined ? defaultLoadTimeout : variant.startupSeconds * 1000;
    return new VariantFleet({
      clock,
      nextInstance: () => {
        const number = ++this.instances;
        const folder = join(this.parts.folder, String(number));
        // On AWS the instance's id stands here: seventeen hexadecimal digits.
        const id = `i-${createHash('sha256').update(folder).digest('hex').slice(0, 17)}`;
        const stream = `${variant.name}/${id}`;
        const log: InstanceStart['log'] = (line, container) =>
          this.parts.log(container === undefined ? stream : `${stream}/${container}`, line);
        let hasStarted = false;
        const load = (signal: AbortSignal): Promise<Predictor> => {
          signal.throwIfAborted();
          return open(prepared, { folder, log, signal, loadTimeout: startupLimit });
        };
        return {
          clock,
          stream,
          log: (line) => void log(line),
          startupLimit,
          measure: (usage) => this.parts.measure(variant.name, usage),
          open: async (signal) => {
            if (hasStarted) return load(signal); // what ended waits for none of those that come first
            hasStarted = true;
            return this.loads.run(async () => load(signal));
          },
        };
      },
    });
  }
}

async function open(prepared: PreparedModel, start: InstanceStart): Promise<Predictor> {
  await rm(start.folder, { recursive: true, force: true }); // of a container that ended
  await mkdir(start.folder, { recursive: true });
  try {
    const predictor = await prepared.open(start);
    for (const line of predictor.introduction) await start.log(line); // who finds it in service finds its log
    return predictor;
  } catch (error) {
    await start.log(withoutPrefix(error));
    throw error;
  }
}

/** The service's words (e.g. aws/sagemaker-python-sdk issue 793; of a pipeline's container aws/amazon-sagemaker-examples issue 1072). */
const unwell = (variant: string, container = 'primary container'): string =>
  `The ${container} for production variant ${variant} did not pass the ping health check. Please check CloudWatch logs for this endpoint.`;

function startFailure(variant: string, error: unknown): Error {
  if (!(error instanceof JobFailure)) return error as Error;
  const reason = withoutPrefix(error);
  const message =
    error instanceof UnhealthyContainer
      ? `${unwell(variant, error.container)} ${reason}`
      : `Production variant ${variant}: ${reason}`;
  return new JobFailure(message, { cause: error });
}

/** A reason begins with whose fault it is in jobs only. */
const withoutPrefix = (error: unknown): string => messageOf(error).replace(/^ClientError: /, '');
