import * as vscode from 'vscode';
import {
  readWeights,
  sharesText,
  shareText,
  weightChanges,
  weightProblem,
  weightsText,
  type VariantWeight,
  type WeightChange,
} from '../../sagemaker/endpoints/weights.ts';
import { pickStep } from '../jobs/train/stepInput.ts';

type Weights = readonly VariantWeight[];

/** All variants with their weights, changed all at once or one by one until they are right. @returns Undefined when given up. */
export async function askWeights(endpoint: string, before: Weights): Promise<Weights | undefined> {
  const title = `Weights of ${endpoint}`;
  let weights = before;
  for (;;) {
    const items = weightChanges(before, weights).map((change) => ({ ...itemOf(change, weights, before), change }));
    const chosen = await pickStep({ title, placeholder: sharesText(weights), step: 0, totalSteps: 0 }, items);
    if (chosen === undefined || chosen === 'back') return undefined;
    const { change } = chosen;
    if (change.kind === 'apply') return weights;
    const changed = change.kind === 'all' ? askAll(title, weights) : askOne(title, change.variant, weights);
    weights = (await changed) ?? weights;
  }
}

function itemOf(change: WeightChange, weights: Weights, before: Weights): vscode.QuickPickItem {
  if (change.kind === 'apply') return { label: '$(check) Apply', description: sharesText(weights) };
  if (change.kind === 'all') return { label: '$(edit) All at once…', description: weightsText(weights) };
  return { label: change.variant.name, description: describe(change.variant, weights, before) };
}

function describe({ name, weight }: VariantWeight, weights: Weights, before: Weights): string {
  const was = before.find((one) => one.name === name)?.weight;
  return `weight ${weight} · ${shareText(weight, weights)}${was === weight ? '' : ` · now ${was} (${shareText(was ?? 0, before)})`}`;
}

async function askAll(title: string, weights: Weights): Promise<Weights | undefined> {
  const text = await vscode.window.showInputBox({
    title,
    value: weightsText(weights),
    prompt: 'Each variant gets the part of the requests that its weight is of the sum',
    ignoreFocusOut: true,
    validateInput: (typed) => {
      const read = readWeights(typed, weights);
      return typeof read === 'string' ? read : shares(read);
    },
  });
  const read = text === undefined ? undefined : readWeights(text, weights);
  return typeof read === 'string' ? undefined : read;
}

async function askOne(title: string, { name, weight }: VariantWeight, weights: Weights): Promise<Weights | undefined> {
  const others = weights.filter((one) => one.name !== name);
  const withText = (text: string): Weights =>
    weights.map((one) => (one.name === name ? { name, weight: Number(text.replace(/%$/, '')) } : one));
  const text = await vscode.window.showInputBox({
    title: `${title}: ${name}`,
    value: String(weight),
    prompt: `Beside ${weightsText(others)}`,
    ignoreFocusOut: true,
    validateInput: (typed) => weightProblem(typed.trim()) ?? shares(withText(typed.trim())),
  });
  return text === undefined ? undefined : withText(text.trim());
}

/** What the weights come to, while they are typed. */
function shares(weights: Weights): vscode.InputBoxValidationMessage {
  return { message: sharesText(weights), severity: vscode.InputBoxValidationSeverity.Info };
}
