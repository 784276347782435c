import type * as vscode from 'vscode';
import type { StepPosition } from '../../../jobs/wizard/stepWalk.ts';
import type { TrainAnswers } from '../../../jobs/wizard/trainAnswers.ts';
import { inputStep, pickStep } from './stepInput.ts';

interface ArgumentItem extends vscode.QuickPickItem {
  readonly ask?: string;
  readonly adds?: true;
}

/** Shows what the script is given as `--name value`, in which any can be changed, and others added, until *Continue*. */
export async function askArguments(
  answers: TrainAnswers,
  position: StepPosition,
): Promise<TrainAnswers | 'back' | undefined> {
  const known = answers.scriptArguments ?? [];
  const texts = {
    ...position,
    title: 'Train a Model: hyperparameters of the script',
    placeholder: 'Given as --name value; continue, or choose one to change it',
  };
  let values = answers.hyperparameters;
  let active: string | undefined;
  for (;;) {
    const lacking = known.find(({ name, required }) => required && values[name] === undefined)?.name;
    const proceed: ArgumentItem =
      lacking === undefined
        ? { label: '$(check) Continue' }
        : { label: '$(warning) Not yet', detail: `The script requires --${lacking}.`, ask: lacking };
    const names = [...new Set([...known.map(({ name }) => name), ...Object.keys(values)])];
    const items: ArgumentItem[] = [
      proceed,
      ...names.map((name) => {
        const help = known.find((one) => one.name === name)?.help;
        return { label: name, description: values[name] ?? 'not set', ask: name, ...(help && { detail: help }) };
      }),
      { label: '$(add) Another one', detail: 'As name=value, e.g. epochs=10', adds: true, alwaysShow: true },
    ];
    const wanted = items.find(({ ask }) => ask !== undefined && ask === active);
    const chosen = await pickStep(texts, items, wanted ?? proceed);
    if (chosen === undefined || chosen === 'back') return chosen;
    if (chosen.ask === undefined && chosen.adds !== true) return { ...answers, hyperparameters: values };
    const next = await askValue(chosen.ask, values, texts);
    if (next === undefined) return undefined;
    if (next === 'back') continue;
    active = chosen.ask;
    values = next;
  }
}

/** @param name - Undefined for one to be added. */
async function askValue(
  name: string | undefined,
  values: Readonly<Record<string, string>>,
  texts: Parameters<typeof pickStep>[0],
): Promise<Readonly<Record<string, string>> | 'back' | undefined> {
  const typed = await inputStep(
    {
      ...texts,
      placeholder: name === undefined ? 'name=value' : 'Value',
      prompt: name === undefined ? 'A hyperparameter of the script, as name=value' : `--${name}. Empty: not given.`,
      value: name === undefined ? '' : (values[name] ?? ''),
    },
    (text) => {
      // The API's bound of a hyperparameter's value.
      if (text.length > 2_500) return 'A value has at most 2,500 characters.';
      return name === undefined && !/^[A-Za-z][\w.-]*=/.test(text)
        ? 'Write it as name=value, e.g. epochs=10.'
        : undefined;
    },
  );
  if (typed === undefined || typed === 'back') return typed;
  const [, key, value] =
    name === undefined ? (/^([^=]+)=(.*)$/.exec(typed.text) ?? []) : [typed.text, name, typed.text];
  if (key === undefined || value === undefined) return values;
  if (value !== '') return { ...values, [key]: value };
  return Object.fromEntries(Object.entries(values).filter(([one]) => one !== key));
}
