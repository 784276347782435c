import { findAlgorithm } from '../../catalog/algorithms/registry.ts';
import { isFramework, parseImage, resolveImage } from '../../catalog/images.ts';
import { processorOf } from '../../catalog/instanceTypes.ts';
import { Documentation } from '../../serviceModel/documentation.ts';
import type { ServiceModel } from '../../serviceModel/serviceModel.ts';
import type { Shape } from '../../serviceModel/shape.ts';
import type { ParsedDefinition } from '../definition.ts';
import { tuningJobKind } from '../definitionKind.ts';
import type { DefinitionPath, JsonObject } from '../definitionReader.ts';
import type { TextRange } from '../finding.ts';
import { builtInAlgorithm, imagePath, instanceTypeOf, valueAt } from '../trainingJobValue.ts';
import { pathInPart, trainingPartsOf, type TrainingPart } from '../trainingPart.ts';
import { tunedRanges } from '../tuningValue.ts';
import { conveniences } from './completeFields.ts';
import { hyperparameterText, shapeText } from './shapeText.ts';

interface HoverContext {
  readonly model: ServiceModel;
  readonly documentation: Documentation;
  /** Where images are looked up. */
  readonly region: string;
}

/** What there is to know about the key or value at an offset, as Markdown. */
export async function hover(
  definition: ParsedDefinition,
  offset: number,
  context: HoverContext,
): Promise<(TextRange & { readonly markdown: string }) | undefined> {
  const at = definition.placeAt(offset);
  if (at === undefined) return undefined;
  const { path, range, isKey } = at;
  const value = valueAt(definition.value, path);
  const markdown =
    (isKey ? undefined : valueText(definition, path, value, context)) ??
    (await hyperparameterHover(definition, path)) ??
    fieldHover(definition, path, context);
  return markdown === undefined ? undefined : { ...range, markdown };
}

/** Documentation of a structure's member, with a link to its page. */
export function memberMarkdown(
  { model, documentation }: Omit<HoverContext, 'region'>,
  shape: string,
  member: string,
): string {
  const [text, link] = [documentation.of(shape, member), `[API reference](${Documentation.linkTo(shape, member)})`];
  const owner = model.shape(shape);
  const own = owner.type === 'structure' ? owner.members[member] : undefined;
  const facts = own === undefined ? [] : constraintLines(model, model.shape(own));
  return [...facts, text, link].filter((part) => part !== undefined).join('\n\n');
}

function fieldHover(definition: ParsedDefinition, path: DefinitionPath, context: HoverContext): string | undefined {
  const { kind } = definition;
  const { model } = context;
  const member = path.at(-1);
  if (typeof member !== 'string') return undefined;
  const isOfPart = partAround(definition, path)?.path.length === 1;
  if (isOfPart && Object.hasOwn(conveniences, member)) return `**${member}**\n\n${conveniences[member]}`;
  const owner = model.shapeAt(model.inputOf(kind.operation), path.slice(0, -1));
  if (owner?.shape.type !== 'structure' || !Object.hasOwn(owner.shape.members, member)) return undefined;
  const shape = model.shape(owner.shape.members[member] ?? '');
  const required = owner.shape.required.includes(member) ? ', required' : '';
  return `**${member}**: ${shapeText(model, shape)}${required}\n\n${memberMarkdown(context, owner.name, member)}`;
}

const valuesShown = 20;

function constraintLines(model: ServiceModel, shape: Shape): string[] {
  const scalar = shape.type === 'list' ? model.shape(shape.member) : shape;
  if (scalar.type !== 'string') return [];
  const { pattern, enum: values = [] } = scalar;
  const listed = values.slice(0, valuesShown).map((value) => `\`${value}\``);
  if (values.length > valuesShown) listed.push(`and ${values.length - valuesShown} more`);
  // A pattern that everything satisfies tells nothing.
  const isTelling = pattern !== undefined && !/^\.[*+]$/.test(pattern);
  return [...(listed.length > 0 ? [listed.join(', ')] : []), ...(isTelling ? [`Form: \`${pattern}\``] : [])];
}

async function hyperparameterHover(definition: ParsedDefinition, path: DefinitionPath): Promise<string | undefined> {
  const found = hyperparameterAt(definition, path);
  const builtIn = found && builtInAlgorithm(found.part.value);
  const spec = builtIn ? await findAlgorithm(builtIn.algorithm) : undefined;
  const name = found?.name ?? '';
  const facts = spec?.hyperparameters.find((one) => one.name === name || one.aliases?.includes(name));
  if (spec === undefined || facts === undefined) return undefined;
  const values = facts.values === undefined ? '' : facts.values.map((value) => `\`${value}\``).join(', ');
  const tunable = facts.tunable === true ? 'A tuning job can search over it.' : '';
  const heading = `**${facts.name}** (${spec.title}): ${hyperparameterText(facts)}`;
  return [heading, facts.description, values, tunable].filter((part) => part !== '').join('\n\n');
}

function valueText(
  definition: ParsedDefinition,
  path: DefinitionPath,
  value: unknown,
  { region }: HoverContext,
): string | undefined {
  if (typeof value !== 'string') return undefined;
  const part = partAround(definition, path);
  if (part?.path.join('.') === imagePath.join('.')) return imageText(value, region, instanceTypeOf(part.value));
  if (path.at(-1) !== 'InstanceType') return undefined;
  const kind = { cpu: 'CPU', gpu: 'GPU', trainium: 'AWS Trainium' }[processorOf(value)];
  return `**${value}**: computes on ${kind}. [Prices](https://aws.amazon.com/sagemaker/ai/pricing/) are per second and region; the local engine ignores it.`;
}

function imageText(image: string, region: string, instanceType: string | undefined): string | undefined {
  const reference = parseImage(image);
  if (reference.kind !== 'short') return undefined;
  const resolved = resolveImage(reference, { region, instanceType });
  if (!resolved.ok) return resolved.problem;
  const what = isFramework(resolved.algorithm) ? 'framework image, for a script of your own' : 'built-in algorithm';
  return `**${resolved.algorithm}** ${resolved.version}: ${what}\n\nIn ${region}: \`${resolved.uri}\``;
}

/** The part that a place is in, with the place's path in it. */
function partAround(
  definition: ParsedDefinition,
  path: DefinitionPath,
): { readonly value: JsonObject; readonly path: DefinitionPath } | undefined {
  for (const { at, value } of trainingPartsOf(definition)) {
    const own = pathInPart(at, path);
    if (own !== undefined) return { value, path: own };
  }
  return undefined;
}

/** The hyperparameter that a place is about: one with a value, or the name of one that is tuned. */
function hyperparameterAt(
  definition: ParsedDefinition,
  path: DefinitionPath,
): { readonly name: string; readonly part: Pick<TrainingPart, 'value'> } | undefined {
  const part = partAround(definition, path);
  const [top, name] = part?.path ?? [];
  if (part !== undefined && top === 'HyperParameters' && part.path.length === 2) return { name: String(name), part };
  if (definition.kind !== tuningJobKind || path.at(-1) !== 'Name') return undefined;
  for (const one of trainingPartsOf(definition)) {
    const range = tunedRanges(definition.value, one.at).find(({ at }) => at.join('.') === path.slice(0, -1).join('.'));
    if (range?.name !== undefined) return { name: range.name, part: one };
  }
  return undefined;
}
