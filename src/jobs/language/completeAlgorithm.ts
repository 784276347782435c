import type { AlgorithmSpec, HyperparameterSpec } from '../../catalog/algorithm.ts';
import { isFramework, knownShortImages } from '../../catalog/images.ts';
import { processorOf } from '../../catalog/instanceTypes.ts';
import { valueAt } from '../trainingJobValue.ts';
import { fieldText, keyText, presentAt } from './completeFields.ts';
import { completionAt, valueAtPlace, type Completion, type Place } from './completion.ts';
import { hyperparameterText } from './shapeText.ts';
import type { Template } from './template.ts';

/** The algorithm's hyperparameters that are not there yet, required ones first, with their defaults. */
export function completeHyperparameters(place: Place, spec: AlgorithmSpec): Completion[] {
  const present = presentAt(place);
  return spec.hyperparameters
    .filter(({ name, aliases = [] }) => ![name, ...aliases].some((one) => present.has(one)))
    .map((hyperparameter, index) =>
      completionAt(
        place,
        {
          label: hyperparameter.name,
          kind: 'hyperparameter',
          order: (hyperparameter.required === true ? 0 : 100) + index,
          detail: hyperparameterText(hyperparameter),
          documentation: hyperparameter.description,
        },
        place.cursor.hasColon
          ? keyText(place, hyperparameter.name)
          : fieldText(place, hyperparameter.name, templateOf(hyperparameter)),
      ),
    );
}

/** The values of one hyperparameter, its default first. */
export function completeHyperparameter(place: Place, spec: AlgorithmSpec): Completion[] {
  const name = String(place.cursor.path.at(-1));
  const found = spec.hyperparameters.find((one) => one.name === name || one.aliases?.includes(name));
  if (found === undefined) return [];
  return valuesOf(found).map((value, order) =>
    valueAtPlace(place, value, { kind: 'value', order, detail: value === found.default ? 'default' : undefined }),
  );
}

function templateOf(spec: HyperparameterSpec): Template {
  const values = valuesOf(spec);
  // A choice cannot be put in quotes, which values such as 'true' need.
  const plain = values.every((value) => !/^(true|false|null|auto|[\d.+-]+)$/i.test(value));
  if (spec.type === 'categorical' && spec.multiple !== true && plain && values.length > 1)
    return { kind: 'choice', values };
  return { kind: 'scalar', text: spec.default ?? values[0] ?? '', isText: true };
}

function valuesOf({ values = [], default: standard }: HyperparameterSpec): string[] {
  const [first, rest] = [values.filter((value) => value === standard), values.filter((value) => value !== standard)];
  if (values.length > 0) return [...first, ...rest];
  return standard === undefined || standard === '' ? [] : [standard];
}

/** Short names of images, newest version first. */
export function completeImages(place: Place): Completion[] {
  const images = knownShortImages();
  const names = [...new Set(images.map(familyOf))];
  return images.map((image, index) => {
    const family = familyOf(image);
    const order =
      names.indexOf(family) * 100 + (99 - Math.min(99, index - images.findIndex((one) => familyOf(one) === family)));
    const detail = isFramework(family) ? 'framework: runs a script of your own' : 'built-in algorithm';
    return valueAtPlace(place, image, { kind: 'image', order, detail });
  });
}

function familyOf(image: string): string {
  return image.split(':')[0] ?? image;
}

/** Instance types: what the algorithm can train on first, by family and size. */
export function completeInstances(
  place: Place,
  types: readonly string[],
  spec: AlgorithmSpec | undefined,
): Completion[] {
  const wanted = spec?.training.processors ?? 'any';
  const families = [...new Set(types.map((type) => type.split('.')[1] ?? ''))];
  return types.map((type) => {
    const [, family = '', size = ''] = type.split('.');
    const processor = processorOf(type);
    const fits = wanted === 'any' || wanted === processor;
    const order = (fits ? 0 : 50_000) + families.indexOf(family) * 100 + sizeOrder(size);
    const detail = { cpu: 'CPU', gpu: 'GPU', trainium: 'Trainium' }[processor];
    return valueAtPlace(place, type, {
      kind: 'instance',
      order,
      detail: fits ? detail : `${detail}: not for ${spec?.title ?? 'this algorithm'}`,
    });
  });
}

function sizeOrder(size: string): number {
  const names = ['medium', 'large', 'xlarge'];
  const many = /^(\d+)xlarge$/.exec(size)?.[1];
  return many === undefined ? Math.max(0, names.indexOf(size)) : Math.min(99, 2 + Number(many));
}

/** The channels that the algorithm reads and the definition does not name yet. */
export function completeChannelNames(place: Place, spec: AlgorithmSpec): Completion[] {
  const channels = place.part?.value['InputDataConfig'];
  const own = place.part?.path?.[1];
  const used = (Array.isArray(channels) ? channels : []).flatMap((channel, index) =>
    index === own ? [] : [valueAt(channel, ['ChannelName'])],
  );
  return spec.channels
    .filter(({ name }) => !used.includes(name))
    .map(({ name, required, description }, order) =>
      valueAtPlace(place, name, {
        kind: 'value',
        order,
        detail: required ? 'required' : undefined,
        documentation: description,
      }),
    );
}

/** What the channel may hold. */
export function completeContentTypes(place: Place, spec: AlgorithmSpec): Completion[] {
  const channel = valueAt(place.outline.value, [...place.cursor.path.slice(0, -1), 'ChannelName']);
  const facts = spec.channels.find(({ name }) => name === channel) ?? spec.channels[0];
  return (facts?.contentTypes ?? []).map((type, order) => valueAtPlace(place, type, { kind: 'value', order }));
}
