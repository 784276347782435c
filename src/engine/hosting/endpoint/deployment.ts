import { createHash } from 'node:crypto';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from '../../../shared/clock.ts';
import type { RunnerWish } from '../../../shared/node/runnerWish.ts';
import { VariantFleet } from '../fleet/variantFleet.ts';
import type { Invocation, InvocationAnswer, Predictor } from '../predictor.ts';
import type { PredictorChooser } from '../predictorChooser.ts';
import type { InstanceStart, PreparedModel } from '../preparedModel.ts';
import type { ServedContainer } from '../servedModel.ts';

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
  /** Writes into the log stream of an instance, `<variant>/<instance id>`. */
  readonly log: (stream: string, line: string) => void;
}

/** The variants of one configuration, started and ready to answer. */
export class Deployment {
  private readonly fleets = new Map<string, VariantFleet>();
  private instances = 0;

  private constructor(private readonly parts: DeploymentParts) {}

  /**
   * Starts every instance of every variant.
   * @throws JobFailure naming the variant that did not come up; then nothing runs.
   */
  static async start(variants: readonly DeployedVariant[], parts: DeploymentParts): Promise<Deployment> {
    const deployment = new Deployment(parts);
    const started = await Promise.allSettled(variants.map((variant) => deployment.startVariant(variant)));
    const failed = started.find((outcome) => outcome.status === 'rejected');
    if (failed === undefined) return deployment;
    await deployment.close();
    throw failed.reason;
  }

  countOf(variant: string): number {
    return this.fleets.get(variant)?.count ?? 0;
  }

  /** @throws JobFailure when an instance does not come up; then as many run as before. */
  async scale(variant: string, count: number): Promise<void> {
    await this.fleet(variant).scale(count);
  }

  /** @throws PredictorGoneError, InvocationTimeoutError */
  invoke(variant: string, invocation: Invocation, timeout: number): Promise<InvocationAnswer> {
    return this.fleet(variant).invoke(invocation, timeout);
  }

  /** Ends everything when the requests in hand are answered. */
  async close(): Promise<void> {
    await Promise.all([...this.fleets.values()].map((fleet) => fleet.close()));
    await rm(this.parts.folder, { recursive: true, force: true });
  }

  private fleet(variant: string): VariantFleet {
    const fleet = this.fleets.get(variant);
    if (fleet === undefined) throw new Error(`There is no variant ${variant}.`);
    return fleet;
  }

  private async startVariant(variant: DeployedVariant): Promise<void> {
    const prepared = await this.parts.predictors.prepare({
      containers: variant.containers,
      environment: {},
      wish: this.parts.wish,
      folder: join(this.parts.folder, 'models', variant.name),
    });
    const fleet = this.fleetOf(variant, prepared);
    this.fleets.set(variant.name, fleet);
    await fleet.scale(variant.instanceCount);
  }

  private fleetOf(variant: DeployedVariant, prepared: PreparedModel): VariantFleet {
    return new VariantFleet({
      clock: this.parts.clock,
      nextInstance: () => {
        const number = ++this.instances;
        const folder = join(this.parts.folder, String(number));
        // On AWS the instance's id stands here: seventeen hexadecimal digits.
        const id = `i-${createHash('sha256').update(folder).digest('hex').slice(0, 17)}`;
        const log = (line: string): void => this.parts.log(`${variant.name}/${id}`, line);
        return { clock: this.parts.clock, log, open: (signal) => open(variant, prepared, { folder, log, signal }) };
      },
    });
  }
}

async function open(
  { startupSeconds }: DeployedVariant,
  prepared: PreparedModel,
  start: InstanceStart,
): Promise<Predictor> {
  await rm(start.folder, { recursive: true, force: true }); // of a container that ended
  await mkdir(start.folder, { recursive: true });
  const limit = startupSeconds === undefined ? {} : { loadTimeout: startupSeconds * 1000 };
  const predictor = await prepared.open({ ...start, ...limit });
  predictor.introduction.forEach(start.log);
  return predictor;
}
