import type { AlgorithmSpec } from '../catalog/algorithm.ts';
import { objectiveMetrics } from '../catalog/objectiveMetrics.ts';
import { closest } from '../shared/closest.ts';
import type { ParsedDefinition } from './definition.ts';
import { channelsOf, imagePath, valueAt } from './trainingJobValue.ts';
import type { TrainingPart } from './trainingPart.ts';
import type { TuningReport } from './tuningReport.ts';
import { objectivePathOf } from './tuningValue.ts';

/** Whether the training jobs will log what is to become best. */
export function diagnoseObjective(
  { value }: ParsedDefinition,
  part: TrainingPart,
  spec: AlgorithmSpec | undefined,
  report: TuningReport,
): void {
  const at = objectivePathOf(part.at);
  if (valueAt(value, at) === undefined) {
    const message = `${at.at(-1)} is missing: the metric that is to become best, and whether that is its least or most.`;
    return report.addAtKey(at, 'missing-field', message);
  }
  const name = valueAt(value, [...at, 'MetricName']);
  if (typeof name !== 'string') return;
  if (spec !== undefined) diagnoseBuiltIn(name, valueAt(value, [...at, 'Type']), part, spec, report);
  else diagnoseOwn(name, part, report);
}

function diagnoseBuiltIn(
  name: string,
  type: unknown,
  part: TrainingPart,
  spec: AlgorithmSpec,
  report: TuningReport,
): void {
  const at = objectivePathOf(part.at);
  const possible = objectiveMetrics(spec);
  const metric = possible.find((one) => one.name === name);
  if (metric === undefined) {
    const names = possible.map((one) => one.name);
    const isLogged = spec.metrics.some((one) => one.name === name);
    // Of another dataset: its twin is nearer than what is merely spelt alike.
    const twin = isLogged ? names.find((one) => one.split(':')[1] === name.split(':')[1]) : undefined;
    const meant = twin ?? closest(name, names);
    const hint = meant === undefined ? `It can be e.g. ${names.slice(0, 3).join(', ')}.` : `Did you mean ${meant}?`;
    const more = meant === undefined ? {} : { replacement: meant };
    const wrong = isLogged ? `cannot be tuned for '${name}'` : `logs no metric '${name}'`;
    return report.add([...at, 'MetricName'], 'unknown-metric', `${spec.title} ${wrong}. ${hint}`, more);
  }
  if ((type === 'Minimize' || type === 'Maximize') && type !== metric.goal) {
    const message = `${name} is better the ${metric.goal === 'Minimize' ? 'lower' : 'higher'} it is: ${type} looks for the worst model.`;
    report.add([...at, 'Type'], 'wrong-goal', message, { severity: 'warning', replacement: metric.goal });
  }
  const channel = /^(validation|test):/.exec(name)?.[1];
  const channels = channelsOf(part.value).map((one) => one.name);
  if (channel === undefined || channels.length === 0 || channels.includes(channel)) return;
  const message = `${spec.title} logs ${name} for a channel '${channel}' only: add it to InputDataConfig.`;
  report.add([...at, 'MetricName'], 'missing-channel', message, { severity: 'warning' });
}

/** What is not built in logs what its definitions find. */
function diagnoseOwn(name: string, part: TrainingPart, report: TuningReport): void {
  const definitions = ['AlgorithmSpecification', 'MetricDefinitions'];
  const [image, list] = [valueAt(part.value, imagePath), valueAt(part.value, definitions)];
  // An algorithm resource brings its own.
  if (image === undefined || report.settled.cover(part.pathOf(definitions))) return;
  const names = (Array.isArray(list) ? list : []).map((one) => valueAt(one, ['Name']));
  const isUnsure = names.some((one, index) => {
    const path = part.pathOf([...definitions, index, 'Name']);
    return typeof one !== 'string' || report.settled.cover(path);
  });
  if (isUnsure || names.includes(name)) return;
  const meant = closest(
    name,
    names.filter((one) => typeof one === 'string'),
  );
  const message =
    names.length === 0
      ? `Nothing says how ${name} is found in the log: add MetricDefinitions with its Name and Regex to AlgorithmSpecification.`
      : `MetricDefinitions has no ${name}.${meant === undefined ? '' : ` Did you mean ${meant}?`}`;
  const more = meant === undefined ? {} : { replacement: meant };
  report.add([...objectivePathOf(part.at), 'MetricName'], 'unknown-metric', message, more);
}
