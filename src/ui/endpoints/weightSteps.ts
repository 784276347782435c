import * as vscode from 'vscode';
import {
  allProblem,
  changedWeights,
  readWeights,
  sharesText,
  shareText,
  weightProblem,
  weightsText,
  type VariantWeight,
} from '../../sagemaker/endpoints/weights.ts';
import { pickStep } from '../jobs/train/stepInput.ts';

type Weights = readonly VariantWeight[];

/** All variants with their weights, changed all at once or one by one until they are right. @returns Undefined when given up. */
export async function askWeights(endpoint: string, before: Weights): Promise<Weights | undefined> {
  const title = `Weights of ${endpoint}`;
  let weights = before;
  for (;;) {
    const hasChanged = changedWeights(before, weights).length > 0;
    const problem = allProblem(weights);
    const chosen = await pickStep({ title, placeholder: sharesText(weights), step: 0, totalSteps: 0 }, [
      ...(hasChanged && problem === undefined
        ? [{ label: '$(check) Apply', description: sharesText(weights), next: async () => 'apply' as const }]
        : []),
      {
        label: '$(edit) All at once…',
        description: weightsText(weights),
        next: () => askAll(title, weights),
      },
      ...weights.map((one) => ({
        label: one.name,
        description: describe(one, weights, before),
        next: () => askOne(title, one, weights),
      })),
    ]);
    if (chosen === undefined || chosen === 'back') return undefined;
    const answer = await chosen.next();
    if (answer === 'apply') return weights;
    weights = answer ?? weights;
  }
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
