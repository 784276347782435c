import type { AlgorithmSpec } from '../catalog/algorithm.ts';
import { findAlgorithm } from '../catalog/algorithms/registry.ts';
import { isFramework, parseImage } from '../catalog/images.ts';
import { processorOf } from '../catalog/instanceTypes.ts';
import type { DefinitionPath } from './definitionReader.ts';
import type { Finding } from './finding.ts';
import { builtInAlgorithm, imagePath, runsScript, valueAt } from './trainingJobValue.ts';
import type { Settled, TrainingPart } from './trainingPart.ts';

type Report = (path: DefinitionPath, code: string, message: string, more?: Partial<Finding>) => void;

/** What members of a request say against each other, and against what the algorithm can do. */
export async function diagnoseTraining(part: TrainingPart, settled: Settled): Promise<Finding[]> {
  const builtIn = settled.cover(imagePath) ? undefined : builtInAlgorithm(part.value);
  const spec = builtIn ? await findAlgorithm(builtIn.algorithm) : undefined;
  const findings: Finding[] = [];
  const report: Report = (path, code, message, more) => {
    if (settled.cover(path)) return;
    findings.push({ ...part.rangeOf(path), severity: 'error', code, message, ...more });
  };
  if (!spotFields.some((path) => settled.cover(path))) diagnoseSpot(part, report);
  diagnoseFramework(part, report);
  if (spec !== undefined && !runsScript(part.value)) {
    diagnoseInstances(part, spec, report);
    diagnoseInput(part, spec, report);
  }
  return findings;
}

const spotFields = [
  ['EnableManagedSpotTraining'],
  ['StoppingCondition', 'MaxWaitTimeInSeconds'],
  ['StoppingCondition', 'MaxRuntimeInSeconds'],
];

/** API reference, StoppingCondition: MaxWaitTimeInSeconds goes with spot training and is not less than MaxRuntimeInSeconds. */
function diagnoseSpot({ value }: TrainingPart, report: Report): void {
  const isSpot = value['EnableManagedSpotTraining'];
  const waitPath = ['StoppingCondition', 'MaxWaitTimeInSeconds'];
  const [wait, run] = [valueAt(value, waitPath), valueAt(value, ['StoppingCondition', 'MaxRuntimeInSeconds'])];
  if (isSpot === true && wait === undefined) {
    const message =
      'Spot training needs StoppingCondition.MaxWaitTimeInSeconds: how long to run and wait for instances in all.';
    report(['EnableManagedSpotTraining'], 'missing-max-wait', message);
  } else if (isSpot !== true && isWhole(wait)) {
    const message =
      'MaxWaitTimeInSeconds goes with spot training only: set EnableManagedSpotTraining to true, or remove it.';
    report(waitPath, 'max-wait-without-spot', message);
  } else if (isWhole(wait) && isWhole(run) && wait < run) {
    const message = `MaxWaitTimeInSeconds ${wait} is less than MaxRuntimeInSeconds ${run}: it counts running and waiting together.`;
    report(waitPath, 'max-wait-too-short', message, { replacement: String(run) });
  }
}

/** Such an image holds no algorithm: without a script its container ends at once. */
function diagnoseFramework({ value }: TrainingPart, report: Report): void {
  const framework = builtInAlgorithm(value)?.algorithm;
  if (framework === undefined || !isFramework(framework) || runsScript(value)) return;
  const entries = [
    ['SourceDir'],
    ['AlgorithmSpecification', 'ContainerEntrypoint'],
    ['Environment', 'SAGEMAKER_PROGRAM'],
  ];
  if (entries.some((path) => valueAt(value, path) !== undefined)) return;
  const isShort = parseImage(String(valueAt(value, imagePath))).kind === 'short';
  const message = `The ${framework} image runs a script of your own: name it with EntryPoint, e.g. EntryPoint: train.py.`;
  report(imagePath, 'missing-entry-point', message, { severity: isShort ? 'error' : 'warning' });
}

function diagnoseInstances({ value }: TrainingPart, { title, training }: AlgorithmSpec, report: Report): void {
  const groups = valueAt(value, ['ResourceConfig', 'InstanceGroups']);
  const places: DefinitionPath[] = Array.isArray(groups)
    ? groups.map((_, index) => ['ResourceConfig', 'InstanceGroups', index])
    : [['ResourceConfig']];
  let instances = 0;
  for (const place of places) {
    const [type, count] = [valueAt(value, [...place, 'InstanceType']), valueAt(value, [...place, 'InstanceCount'])];
    if (isWhole(count)) instances += count;
    const processor = typeof type === 'string' && /^ml\.\w+\.\w+$/.test(type) ? processorOf(type) : undefined;
    if (processor === undefined || training.processors === 'any' || processor === training.processors) continue;
    const isGpuOnly = training.processors === 'gpu';
    const message = isGpuOnly
      ? `${title} trains on GPUs only, but ${String(type)} has none: use e.g. ml.g4dn.xlarge.`
      : `${title} does not use GPUs: ${String(type)} costs more and trains no faster than e.g. ml.m5.large.`;
    report([...place, 'InstanceType'], 'wrong-processor', message, {
      severity: isGpuOnly ? 'error' : 'warning',
      replacement: isGpuOnly ? 'ml.g4dn.xlarge' : 'ml.m5.large',
    });
  }
  const countPath = [...(places[0] ?? []), 'InstanceCount'];
  if (!training.parallel && instances > 1) {
    const one = Array.isArray(groups) ? {} : { replacement: '1' };
    report(countPath, 'not-parallel', `${title} trains on one instance only, not on ${instances}.`, one);
  }
}

function diagnoseInput({ value }: TrainingPart, { title, training }: AlgorithmSpec, report: Report): void {
  const channels = value['InputDataConfig'];
  const indices = Array.isArray(channels) ? [...channels.keys()] : [];
  const modePaths = [
    ['AlgorithmSpecification', 'TrainingInputMode'],
    ...indices.map((index) => ['InputDataConfig', index, 'InputMode']),
  ];
  for (const path of modePaths) {
    const mode = valueAt(value, path);
    const isKnown = mode === 'Pipe' || mode === 'FastFile' || mode === 'File';
    if (!isKnown || training.inputModes.includes(mode)) continue;
    const message = `${title} does not read its data in ${mode} mode: use ${training.inputModes.join(' or ')}.`;
    report(path, 'wrong-input-mode', message, training.inputModes.includes('File') ? { replacement: 'File' } : {});
  }
  for (const index of indices) {
    if (valueAt(value, ['InputDataConfig', index, 'ChannelName']) !== 'train') continue;
    const path = ['InputDataConfig', index, 'DataSource', 'S3DataSource', 'S3DataDistributionType'];
    const [given, only] = [valueAt(value, path), training.trainDistribution];
    if (only === 'ShardedByS3Key' && given === undefined && valueAt(value, path.slice(0, -1)) !== undefined) {
      const message = `${title} takes its train channel ShardedByS3Key only, and it is FullyReplicated unless told otherwise: add S3DataDistributionType: ShardedByS3Key.`;
      report(path, 'wrong-distribution', message, { severity: 'warning' });
    }
    if (only === undefined || (given !== 'FullyReplicated' && given !== 'ShardedByS3Key') || given === only) continue;
    report(path, 'wrong-distribution', `${title} takes its train channel ${only} only.`, { replacement: only });
  }
}

function isWhole(value: unknown): value is number {
  return Number.isInteger(value);
}
