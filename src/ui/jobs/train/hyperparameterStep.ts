import type * as vscode from 'vscode';
import type { AlgorithmSpec, HyperparameterSpec } from '../../../catalog/algorithm.ts';
import { validateHyperparameters } from '../../../catalog/hyperparameters.ts';
import { proposedHyperparameters, proposedValue } from '../../../jobs/wizard/hyperparameterProposals.ts';
import type { StepPosition } from '../../../jobs/wizard/stepWalk.ts';
import type { TrainAnswers } from '../../../jobs/wizard/trainAnswers.ts';
import { inputStep, pickStep } from './stepInput.ts';

type Values = Readonly<Record<string, string>>;

interface HyperparameterItem extends vscode.QuickPickItem {
  readonly spec?: HyperparameterSpec;
}

/** Asks for a value that every job of the algorithm must give. */
export async function askRequired(
  answers: TrainAnswers,
  name: string,
  position: StepPosition,
): Promise<TrainAnswers | 'back' | undefined> {
  const { spec } = answers;
  const one = spec?.hyperparameters.find((candidate) => candidate.name === name);
  if (spec === undefined || one === undefined) return answers;
  const next = await askValue(spec, one, answers.hyperparameters, proposedHyperparameters(answers), position);
  return next === undefined || next === 'back' ? next : { ...answers, hyperparameters: next };
}

/** Shows all values as a list in which any can be changed until *Continue*. */
export async function askHyperparameters(
  answers: TrainAnswers,
  position: StepPosition,
): Promise<TrainAnswers | 'back' | undefined> {
  const { spec } = answers;
  if (spec === undefined) return answers;
  const proposals = proposedHyperparameters(answers);
  return changeAny(answers, spec, { ...proposals, ...answers.hyperparameters }, proposals, position);
}

async function changeAny(
  answers: TrainAnswers,
  spec: AlgorithmSpec,
  start: Values,
  proposals: Values,
  position: StepPosition,
): Promise<TrainAnswers | 'back' | undefined> {
  let values = start;
  let active: string | undefined;
  for (;;) {
    const problem = validateHyperparameters(spec, values)[0];
    const proceed: HyperparameterItem = {
      label: problem === undefined ? '$(check) Continue' : '$(warning) Not yet',
      ...(problem !== undefined && { detail: problem.message }),
    };
    const items = [proceed, ...spec.hyperparameters.map((one) => itemOf(one, values))];
    const texts = {
      ...position,
      title: `Train a Model: hyperparameters of ${spec.title}`,
      placeholder: 'Continue, or choose one to change it',
    };
    const wanted = items.find((item) => item.spec !== undefined && item.spec.name === active);
    const chosen = await pickStep(texts, items, problem === undefined && active === undefined ? proceed : wanted);
    if (chosen === undefined || chosen === 'back') return chosen;
    const subject = chosen.spec ?? spec.hyperparameters.find(({ name }) => name === problem?.name);
    if (chosen.spec === undefined && problem === undefined) return { ...answers, hyperparameters: values };
    if (subject === undefined) {
      values = without(values, problem?.name ?? ''); // a name that the algorithm does not have
      continue;
    }
    const next = await askValue(spec, subject, values, proposals, position);
    if (next === undefined) return undefined;
    if (next !== 'back') values = next;
    active = subject.name;
  }
}

async function askValue(
  spec: AlgorithmSpec,
  one: HyperparameterSpec,
  values: Values,
  proposals: Values,
  position: StepPosition,
): Promise<Values | 'back' | undefined> {
  const given = values[one.name];
  const texts = { ...position, title: `Train a Model: ${one.name}`, placeholder: rangeText(one) };
  const changed = (value: string): Values =>
    value === '' ? without(values, one.name) : { ...values, [one.name]: value };
  if (one.type === 'categorical' && one.multiple !== true) {
    const items = (one.values ?? []).map((label) => ({
      label,
      ...(label === one.default && { description: 'default' }),
    }));
    const value = given ?? proposedValue(one, proposals);
    const chosen = await pickStep(
      { ...texts, placeholder: one.description },
      items,
      items.find(({ label }) => label === value),
    );
    return chosen === undefined || chosen === 'back' ? chosen : changed(chosen.label);
  }
  const isRequired = one.required === true;
  const prompt = `${one.description}${isRequired ? '' : ' Empty: the default.'}`;
  const typed = await inputStep(
    { ...texts, prompt, value: given ?? (isRequired ? proposedValue(one, proposals) : '') },
    (value) => {
      if (value.trim() === '') return isRequired ? `${one.name} is required.` : undefined;
      const { dependencyProblems: _later, ...alone } = spec;
      return validateHyperparameters({ ...alone, hyperparameters: [one] }, { [one.name]: value })[0]?.message;
    },
  );
  return typed === undefined || typed === 'back' ? typed : changed(typed.text.trim());
}

function itemOf(one: HyperparameterSpec, values: Values): HyperparameterItem {
  const value = values[one.name];
  const shown = value === undefined ? (one.default === undefined ? 'not set' : `default ${one.default}`) : value;
  return {
    label: value === undefined ? one.name : `$(edit) ${one.name}`,
    description: [shown, rangeText(one)].filter((text) => text !== '').join(' · '),
    detail: one.description,
    spec: one,
  };
}

/** E.g. `whole number, at least 1`. */
function rangeText({ type, min, max, exclusiveMin, exclusiveMax, values }: HyperparameterSpec): string {
  if (type === 'categorical')
    return `one of ${values?.slice(0, 4).join(', ')}${(values?.length ?? 0) > 4 ? ', …' : ''}`;
  if (type === 'text') return '';
  const lower = min === undefined ? undefined : exclusiveMin === true ? `greater than ${min}` : `at least ${min}`;
  const upper = max === undefined ? undefined : exclusiveMax === true ? `less than ${max}` : `at most ${max}`;
  const bounds = [lower, upper].filter((bound) => bound !== undefined).join(', ');
  return [type === 'integer' ? 'whole number' : 'number', bounds].filter((text) => text !== '').join(', ');
}

function without(values: Values, name: string): Values {
  return Object.fromEntries(Object.entries(values).filter(([key]) => key !== name));
}
