import type { DescribeEndpointOutput, DesiredWeightAndCapacity } from '@aws-sdk/client-sagemaker';

/** How much of the traffic a variant gets, beside the others. */
export interface VariantWeight {
  readonly name: string;
  /** 0 or more; the share is its part of the sum. */
  readonly weight: number;
}

/** What the variants of an endpoint weigh now. */
export function weightsOf({ ProductionVariants: variants = [] }: DescribeEndpointOutput): VariantWeight[] {
  return variants.map(({ VariantName: name = '', CurrentWeight: weight = 1 }) => ({ name, weight }));
}

/** As it is typed: `A=70, B=30`. */
export function weightsText(weights: readonly VariantWeight[]): string {
  return weights.map(({ name, weight }) => `${name}=${weight}`).join(', ');
}

/** `A 70 %, B 30 %`. */
export function sharesText(weights: readonly VariantWeight[]): string {
  return weights.map((one) => `${one.name} ${shareText(one.weight, weights)}`).join(', ');
}

/** `70 %`; `<0.1 %` for what is more than nothing. */
export function shareText(weight: number, weights: readonly VariantWeight[]): string {
  const sum = weights.reduce((all, one) => all + one.weight, 0);
  const percent = sum === 0 ? 0 : (100 * weight) / sum;
  if (percent > 0 && percent < 0.1) return '<0.1 %';
  return `${Number.isInteger(percent) ? percent : percent.toFixed(1)} %`;
}

/** What can be done to weights, in the order in which it is offered: `apply` what was changed, one `variant`, or `all` at once. */
export type WeightChange =
  { readonly kind: 'apply' } | { readonly kind: 'all' } | { readonly kind: 'variant'; readonly variant: VariantWeight };

/** What is offered: first what Enter most likely means, a single weight or, once one was changed, to apply it. */
export function weightChanges(before: readonly VariantWeight[], weights: readonly VariantWeight[]): WeightChange[] {
  const canApply = changedWeights(before, weights).length > 0 && allProblem(weights) === undefined;
  return [
    ...(canApply ? [{ kind: 'apply' } as const] : []),
    ...weights.map((variant) => ({ kind: 'variant', variant }) as const),
    { kind: 'all' },
  ];
}

/**
 * Reads `A=70, B=30`, also with `:` or spaces between, or a number for each variant in their order, `70, 30`; variants that are not named keep
 * their weight.
 * @returns The weights of all variants, or why the text is none, as one sentence.
 */
export function readWeights(text: string, present: readonly VariantWeight[]): readonly VariantWeight[] | string {
  const parts = text.split(/[,;\n]/).map((one) => one.trim());
  const isPlain = parts.every((part) => weightProblem(part) === undefined);
  if (isPlain && parts.length !== present.length) {
    const names = present.map(({ name }) => name).join(', ');
    return `${parts.length === 1 ? `'${parts[0] ?? ''}' is one weight` : `There are ${parts.length} weights`} for the variants ${names}: write one for each, or which is meant, as ${present[0]?.name ?? 'A'}=${parts[0] ?? '70'}.`;
  }
  const wanted = new Map<string, number>();
  for (const part of isPlain ? parts.map((value, index) => `${present[index]?.name ?? ''}=${value}`) : parts) {
    if (part === '') continue;
    const [, name = '', value = ''] = /^([^\s=:]+)\s*[=:\s]\s*(\S*)$/.exec(part) ?? [];
    if (name === '') return `'${part}' is no weight: write a variant and its weight, as ${present[0]?.name ?? 'A'}=70.`;
    if (!present.some((one) => one.name === name))
      return `There is no variant ${name}; there ${present.length === 1 ? 'is' : 'are'} ${present.map((one) => one.name).join(', ')}.`;
    if (wanted.has(name)) return `The variant ${name} is named twice.`;
    const problem = weightProblem(value);
    if (problem !== undefined) return problem;
    wanted.set(name, Number(value.replace(/%$/, '')));
  }
  const weights = present.map(({ name, weight }) => ({ name, weight: wanted.get(name) ?? weight }));
  return allProblem(weights) ?? weights;
}

/** Why a text is no weight. */
export function weightProblem(text: string): string | undefined {
  if (/^(\d+\.?\d*|\.\d+)%?$/.test(text)) return undefined;
  return `'${text}' is no weight: it is a number of 0 or more, as 70 or 0.7.`;
}

/** An endpoint with several variants of weight 0 only would answer nobody. */
function allProblem(weights: readonly VariantWeight[]): string | undefined {
  return weights.some(({ weight }) => weight > 0) ? undefined : 'One variant at least must weigh more than 0.';
}

/** What has to be sent: only those that change. */
export function changedWeights(
  before: readonly VariantWeight[],
  wanted: readonly VariantWeight[],
): DesiredWeightAndCapacity[] {
  return wanted
    .filter(({ name, weight }) => before.find((one) => one.name === name)?.weight !== weight)
    .map(({ name, weight }) => ({ VariantName: name, DesiredWeight: weight }));
}

/** Whether the variants have the weights. The service keeps them as 32-bit numbers. */
export function hasWeights(endpoint: DescribeEndpointOutput, wanted: readonly VariantWeight[]): boolean {
  const present = new Map(weightsOf(endpoint).map(({ name, weight }) => [name, weight]));
  return wanted.every(({ name, weight }) => Math.fround(present.get(name) ?? NaN) === Math.fround(weight));
}
