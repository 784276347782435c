import type { ServiceModel } from '../../serviceModel/serviceModel.ts';
import type { Shape, StructureShape } from '../../serviceModel/shape.ts';
import { goalOf } from '../../metrics/metricName.ts';
import type { DefinitionPath } from '../definitionReader.ts';
import { valueAt } from '../trainingJobValue.ts';
import { completionAt, valueAtPlace, type Completion, type Place } from './completion.ts';
import { shapeText } from './shapeText.ts';
import { membersToWrite, templateOf, type Template } from './template.ts';
import { escape, SnippetWriter, yamlText } from './templateText.ts';

/** Fields that stand for parts of the request; resolving replaces them. */
export const conveniences: Readonly<Record<string, string>> = {
  SourceDir: 'The folder of a training script, relative to this file. It is packed and uploaded when the job is run.',
  EntryPoint: 'The script to run: below SourceDir, or by itself beside this file.',
};

/** The members that a structure does not have yet, required ones first, each with the shape of its value. */
export function completeMembers(
  place: Place,
  model: ServiceModel,
  shapeName: string,
  shape: StructureShape,
): Completion[] {
  const { outline, cursor } = place;
  const present = presentAt(place);
  const usual = membersToWrite(shapeName, shape);
  const members = Object.entries(shape.members).filter(([name]) => !present.has(name));
  const completions = members.map(([name, member], index) => {
    const memberShape = model.shape(member);
    const required = shape.required.includes(name);
    const rank = usual.indexOf(name);
    const order = rank >= 0 ? rank : (required ? 100 : 200) + index;
    const text = shapeText(model, memberShape);
    return completionAt(
      place,
      {
        label: name,
        kind: 'field',
        order,
        detail: required ? `${text}, required` : text,
        documentation: { shape: shapeName, member: name },
        suggestAgain: memberShape.type === 'string' || memberShape.type === 'boolean' || memberShape.type === 'map',
      },
      cursor.hasColon ? keyText(place, name) : fieldText(place, name, memberTemplate(place, model, member, name)),
    );
  });
  if (outline.format === 'yaml' && cursor.path.length === 0 && !cursor.hasColon && present.size === 0)
    completions.push(wholeRequest(place, model, shapeName));
  if (place.part?.path?.length !== 0) return completions;
  const offered = Object.entries(conveniences).filter(([name]) => !present.has(name));
  return [
    ...completions,
    ...offered.map(([name, documentation]) =>
      completionAt(
        place,
        {
          label: name,
          kind: 'field',
          order: 50,
          detail: 'path, for a script of your own',
          documentation,
          suggestAgain: true,
        },
        cursor.hasColon
          ? keyText(place, name)
          : new SnippetWriter(outline.format).field(name, { kind: 'scalar', text: '', isText: true }, cursor.column),
      ),
    ),
  ];
}

function memberTemplate(place: Place, model: ServiceModel, shapeName: string, name: string): Template {
  const template = templateOf(model, shapeName, name);
  if (template.kind !== 'choice') return template;
  return { kind: 'choice', values: goalFirst(place, place.cursor.path, template.values) };
}

/** What JSON offers as `{ … }`, below the fields that one begins with. */
function wholeRequest(place: Place, model: ServiceModel, shapeName: string): Completion {
  const snippet = new SnippetWriter('yaml').value(templateOf(model, shapeName), place.cursor.column);
  const offer = { label: 'Whole request', kind: 'entry' as const, order: 45, detail: 'what nearly every job has' };
  return completionAt(place, offer, snippet);
}

/** What an enum or a boolean may be. */
export function completeScalar(place: Place, shape: Shape): Completion[] {
  if (shape.type === 'boolean')
    return ['true', 'false'].map((value, order) => valueAtPlace(place, value, { kind: 'value', order }, false));
  if (shape.type !== 'string') return [];
  const values = goalFirst(place, place.cursor.path.slice(0, -1), shape.enum ?? []);
  return values.map((value, order) => valueAtPlace(place, value, { kind: 'value', order }));
}

/** Of Maximize and Minimize first what the metric beside them asks for. */
function goalFirst({ outline }: Place, at: DefinitionPath, values: readonly string[]): readonly string[] {
  const metric = values.includes('Minimize') ? valueAt(outline.value, [...at, 'MetricName']) : undefined;
  const goal = typeof metric === 'string' ? goalOf(metric) : undefined;
  return goal === undefined ? values : [goal, ...values.filter((value) => value !== goal)];
}

/** A whole entry of a list, or in JSON a whole group of fields. */
export function completeWhole(place: Place, model: ServiceModel, shapeName: string): Completion[] {
  const shape = model.shape(shapeName);
  const { outline, cursor } = place;
  if (outline.format !== 'yaml') {
    if (shape.type !== 'structure' && shape.type !== 'list' && shape.type !== 'map') return [];
    const snippet = new SnippetWriter(outline.format).value(templateOf(model, shapeName), cursor.column);
    const label = shape.type === 'list' ? '[ … ]' : '{ … }';
    return [
      completionAt(place, { label, kind: 'entry', order: 0, detail: shapeText(model, shape), filter: '' }, snippet),
    ];
  }
  if (cursor.colon !== undefined) return [completeBelow(place, cursor.colon, model, shapeName)];
  if (shape.type !== 'list') return [];
  const snippet = new SnippetWriter('yaml').value(templateOf(model, shapeName), cursor.column);
  return [completionAt(place, { label: `- ${shape.member}`, kind: 'entry', order: 0, detail: 'new entry' }, snippet)];
}

/** What a key of block YAML holds, on lines of its own below it. */
function completeBelow(place: Place, colon: number, model: ServiceModel, shapeName: string): Completion {
  const shape = model.shape(shapeName);
  const { text, cursor } = place;
  const snippet = new SnippetWriter('yaml').below(templateOf(model, shapeName), cursor.column);
  const names = membersToWrite(shapeName, shape).join(', ');
  const label = shape.type === 'list' ? `- ${shape.member}` : names === '' ? 'names and values' : names;
  const range = { start: colon, end: cursor.range.end };
  const before = text.slice(colon, cursor.range.start);
  const suggestAgain = shape.type === 'map';
  const offer = { label, kind: 'entry' as const, order: 0, detail: 'on lines of its own', suggestAgain };
  return completionAt({ ...place, cursor: { ...cursor, range, before, lead: '' } }, offer, snippet);
}

/** A key with its value at a place. */
export function fieldText({ outline, cursor }: Place, name: string, value: Template): string {
  return new SnippetWriter(outline.format).field(name, value, cursor.column);
}

/** A key alone, whose value stands already. */
export function keyText({ outline }: Place, name: string): string {
  return escape(outline.format === 'json' ? JSON.stringify(name) : yamlText(name));
}

/** The names that a mapping has, but for the one that is being written. */
export function presentAt({ outline, cursor, text, offset }: Place): Set<string> {
  const value = cursor.path.length === 0 ? outline.value : valueAt(outline.value, cursor.path);
  const names = new Set(typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.keys(value) : []);
  const own = text.slice(cursor.range.start + cursor.before.length, Math.max(offset, cursor.range.end));
  names.delete(own.replace(/["']$/, ''));
  return names;
}
