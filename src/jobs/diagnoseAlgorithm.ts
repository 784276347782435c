import type { AlgorithmSpec } from '../catalog/algorithm.ts';
import { findAlgorithm } from '../catalog/algorithms/registry.ts';
import { validateHyperparameters } from '../catalog/hyperparameters.ts';
import { isImageReference } from '../catalog/imageReference.ts';
import { parseImage, resolveImage, type ImageResolution } from '../catalog/images.ts';
import { awsOnlyProblem, localAlgorithms } from '../catalog/localAlgorithms.ts';
import { closest } from '../shared/closest.ts';
import type { Finding } from './finding.ts';
import { builtInAlgorithm, channelsOf, imagePath, instanceTypeOf, runsScript, valueAt } from './trainingJobValue.ts';
import type { Settled, TrainingPart } from './trainingPart.ts';

/** The code of the finding that an algorithm does not run on the local engine. */
export const awsOnly = 'aws-only';

/** What the image, and the built-in algorithm in it, say against a definition. */
export async function diagnoseAlgorithm(
  part: TrainingPart,
  { region, settled }: { region: string | undefined; settled: Settled },
): Promise<Finding[]> {
  if (settled.cover(imagePath)) return [];
  const builtIn = builtInAlgorithm(part.value);
  const spec = builtIn ? await findAlgorithm(builtIn.algorithm) : undefined;
  const findings = diagnoseImage(part, region);
  if (spec === undefined || runsScript(part.value)) return findings;
  return [
    ...findings,
    ...diagnosePlace(part, spec),
    ...diagnoseMetrics(part, spec),
    ...(settled.cover(['HyperParameters']) ? [] : diagnoseHyperparameters(part, spec, builtIn?.tag, settled)),
    ...(settled.cover(['InputDataConfig']) ? [] : diagnoseChannels(part, spec, settled)),
  ];
}

/** Said while there is time to choose another algorithm; it is no fault of the definition. */
function diagnosePlace(part: TrainingPart, { name }: AlgorithmSpec): Finding[] {
  if (Object.hasOwn(localAlgorithms, name)) return [];
  const message = `${awsOnlyProblem(name)}.`;
  return [{ ...part.rangeOf(imagePath), severity: 'information', code: awsOnly, message }];
}

/** SageMaker refuses them: it has its own for the algorithms that it brings. */
function diagnoseMetrics(part: TrainingPart, spec: AlgorithmSpec): Finding[] {
  const path = ['AlgorithmSpecification', 'MetricDefinitions'];
  const given = valueAt(part.value, path);
  if (!Array.isArray(given) || given.length === 0) return [];
  const message = `${spec.title} has its own metric definitions, and SageMaker refuses others: leave MetricDefinitions out.`;
  return [{ ...part.keyRangeOf(path), severity: 'error', code: 'built-in-metrics', message }];
}

function diagnoseImage(part: TrainingPart, region: string | undefined): Finding[] {
  const image = valueAt(part.value, imagePath);
  if (typeof image !== 'string') return [];
  const reference = parseImage(image);
  if (reference.kind === 'ecr' || (reference.kind === 'other' && isImageReference(image))) return [];
  const place = { region, instanceType: instanceTypeOf(part.value) };
  const resolved = reference.kind === 'short' ? resolveImage(reference, place) : noImage(image);
  if (resolved.ok) return [];
  const { problem: message, suggestion } = resolved;
  const finding: Finding = { ...part.rangeOf(imagePath), severity: 'error', code: 'unknown-image', message };
  return [suggestion === undefined ? finding : { ...finding, replacement: suggestion }];
}

function noImage(text: string): ImageResolution {
  const meant = text.trim().toLowerCase();
  const reference = parseImage(meant);
  if (reference.kind === 'short' && resolveImage(reference).ok) {
    const problem = `Names of images are in lower case, without spaces. Did you mean ${meant}?`;
    return { ok: false, problem, suggestion: meant };
  }
  const problem = `'${text}' cannot be an image: give a short name such as xgboost:1.7-1, or registry/repository:tag.`;
  return { ok: false, problem };
}

function diagnoseHyperparameters(
  part: TrainingPart,
  spec: AlgorithmSpec,
  tag: string | undefined,
  settled: Settled,
): Finding[] {
  const values = part.value['HyperParameters'] ?? {};
  const isSettled = (name: string): boolean => settled.cover(['HyperParameters', name]);
  const texts = Object.entries(values).filter(([name]) => !isSettled(name)) as [string, string][];
  // What a tuning job chooses is there as well; its ranges are judged by themselves.
  const unjudged = [
    ...Object.keys(values).filter(isSettled),
    ...part.tuned.filter((name) => !Object.hasOwn(values, name)),
  ];
  return validateHyperparameters(spec, Object.fromEntries(texts), tag, unjudged).map(({ name, message }): Finding => {
    const path = ['HyperParameters', name];
    const known = spec.hyperparameters.some((one) => one.name === name || one.aliases?.includes(name));
    const given = Object.hasOwn(values, name);
    if (given && known) return { ...part.rangeOf(path), severity: 'error', code: 'wrong-hyperparameter', message };
    const code = given ? 'unknown-hyperparameter' : 'missing-hyperparameter';
    const names = spec.hyperparameters.flatMap(({ name: one, aliases = [] }) => [one, ...aliases]);
    const replacement = given ? closest(name, names) : undefined;
    const finding: Finding = { ...part.keyRangeOf(path), severity: 'error', code, message };
    return replacement === undefined ? finding : { ...finding, replacement };
  });
}

function diagnoseChannels(part: TrainingPart, spec: AlgorithmSpec, settled: Settled): Finding[] {
  const channels = channelsOf(part.value);
  const names = spec.channels.map(({ name }) => name);
  const findings: Finding[] = [];
  const isSettled = (index: number, member: string): boolean => settled.cover(['InputDataConfig', index, member]);
  const namesUnknown = channels.some((_, index) => isSettled(index, 'ChannelName'));
  for (const { name, required, description } of spec.channels) {
    if (!required || namesUnknown || channels.some((channel) => channel.name === name)) continue;
    const message = `${spec.title} needs a channel '${name}' in InputDataConfig: ${description}`;
    findings.push({
      ...part.keyRangeOf(['InputDataConfig']),
      severity: 'error',
      code: 'missing-channel',
      message,
    });
  }
  channels.forEach(({ name, contentType }, index) => {
    const at = (member: string) => part.rangeOf(['InputDataConfig', index, member]);
    const facts = spec.channels.find((channel) => channel.name === name);
    if (name !== undefined && facts === undefined && !isSettled(index, 'ChannelName')) {
      const absent = names.filter((one) => !channels.some((channel) => channel.name === one));
      const meant = closest(name, names) ?? sameBeginning(name, absent);
      const message = `${spec.title} does not read a channel '${name}', only ${names.join(', ')}.${meant ? ` Did you mean ${meant}?` : ''}`;
      findings.push({
        ...at('ChannelName'),
        severity: 'warning',
        code: 'unknown-channel',
        message,
        ...(meant ? { replacement: meant } : {}),
      });
    }
    const mediaType = contentType?.split(';')[0]?.trim().toLowerCase();
    if (
      mediaType !== undefined &&
      !isSettled(index, 'ContentType') &&
      facts !== undefined &&
      facts.contentTypes.length > 0 &&
      !facts.contentTypes.includes(mediaType)
    ) {
      const message = `${spec.title} does not read '${contentType}'; it reads ${facts.contentTypes.join(', ')}.`;
      findings.push({ ...at('ContentType'), severity: 'warning', code: 'unknown-content-type', message });
    }
  });
  return findings;
}

/** `val` and `validate` are `validation` for short, and too far from it to be misspelt. */
function sameBeginning(name: string, candidates: readonly string[]): string | undefined {
  const stem = name.toLowerCase().slice(0, Math.max(3, name.length - 2));
  return candidates.find((one) => stem.length >= 3 && one.startsWith(stem));
}
