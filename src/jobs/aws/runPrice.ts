import { priceText, usdText, type Price } from '../../sagemaker/cost/price.ts';
import type { PriceModel } from '../../sagemaker/cost/priceModel.ts';
import { sleep, type Clock } from '../../shared/clock.ts';
import type { ResolvedJob } from '../resolve.ts';

/** A confirm does not wait longer for a price. */
const patience = 4_000;

/** What an hour of a job's instances costs, as a fact of its confirm; undefined where its instances are not of one type. */
export async function runPrice(
  { request, trainings }: Pick<ResolvedJob, 'request' | 'trainings'>,
  prices: PriceModel,
  clock: Clock,
): Promise<string | undefined> {
  const isTuning = 'HyperParameterTuningJobConfig' in request;
  const texts = new Set<string>();
  for (const { request: training } of trainings) {
    const { InstanceType: type, InstanceCount: count = 1 } = training.ResourceConfig ?? {};
    if (type === undefined) return undefined;
    if (training.EnableManagedSpotTraining === true) texts.add('unknown for Spot instances, at most that on demand');
    else
      texts.add(
        textOf(await settled(() => prices.hourly(type, isTuning ? 'Tuning' : 'Training', count), prices, clock)),
      );
  }
  return [...texts].map((text) => `Price${isTuning ? ' of each training job' : ''}: ${text}`).join('\n');
}

async function settled(ask: () => Price, prices: PriceModel, clock: Clock): Promise<Price> {
  const price = ask();
  if (price.kind !== 'asking') return price;
  await Promise.race([prices.settled(), sleep(clock, patience)]);
  return ask();
}

function textOf(price: Price): string {
  if (price.kind === 'known') return `${usdText(price.usd)} an hour, on demand`;
  return price.kind === 'free' ? priceText(price) : 'unknown';
}
