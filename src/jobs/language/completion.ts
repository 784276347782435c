import type { ServiceModel } from '../../serviceModel/serviceModel.ts';
import type { DefinitionKind } from '../definitionKind.ts';
import type { DefinitionPath, JsonObject } from '../definitionReader.ts';
import type { TextRange } from '../finding.ts';
import type { WorkspacePathContext } from '../workspacePath.ts';
import type { Cursor, Outline } from './cursor.ts';
import { escape, flowText, yamlText } from './templateText.ts';

/** Something that can be written at a cursor. */
export interface Completion {
  readonly label: string;
  readonly kind: 'field' | 'entry' | 'value' | 'hyperparameter' | 'image' | 'instance' | 'file' | 'folder';
  /** In the editor's snippet syntax, every line with its whole indentation. */
  readonly insertText: string;
  readonly range: TextRange;
  /** What is compared with the text in the range. */
  readonly filterText: string;
  readonly sortText: string;
  readonly detail?: string;
  readonly documentation?: string | MemberReference;
  /** Where JSON lacks a comma that has to be added as well. */
  readonly missingComma?: number;
  /** Whether there is more to choose right after it. */
  readonly suggestAgain?: boolean;
}

/** A member of one of the model's structures, for its documentation. */
export interface MemberReference {
  readonly shape: string;
  readonly member: string;
}

export interface CompleteContext extends WorkspacePathContext {
  readonly model: ServiceModel;
}

/** A definition and the place in it that something is wanted for. */
export interface Place {
  readonly text: string;
  readonly offset: number;
  readonly outline: Outline;
  readonly cursor: Cursor;
  readonly kind: DefinitionKind;
  /** What describes training jobs around the place, or all that there is of it. */
  readonly part: PlacedPart | undefined;
}

/** A part of a definition as its own fields see it: in the shape of CreateTrainingJob. */
interface PlacedPart {
  readonly at: DefinitionPath;
  readonly value: JsonObject;
  /** The cursor's path in it; undefined when that is elsewhere. */
  readonly path: DefinitionPath | undefined;
}

interface Offer {
  readonly label: string;
  readonly kind: Completion['kind'];
  readonly order: number;
  readonly detail?: string | undefined;
  readonly documentation?: string | MemberReference | undefined;
  readonly suggestAgain?: boolean;
  /** What is compared with what is typed, when that is not the label. */
  readonly filter?: string;
}

/** A completion at a place, from text that is already in snippet syntax. */
export function completionAt({ cursor }: Place, offer: Offer, snippet: string): Completion {
  const { label, kind, order, detail, documentation, suggestAgain, filter = label } = offer;
  return {
    label,
    kind,
    insertText: cursor.lead + snippet + cursor.trail,
    range: cursor.range,
    filterText: cursor.before + filter,
    sortText: String(order).padStart(5, '0'),
    ...(detail === undefined || detail === '' ? {} : { detail }),
    ...(documentation === undefined ? {} : { documentation }),
    ...(cursor.missingComma === undefined ? {} : { missingComma: cursor.missingComma }),
    ...(suggestAgain === true ? { suggestAgain } : {}),
  };
}

/** A scalar at a place, in the quotes that are there already or that it needs. */
export function valueAtPlace(
  place: Place,
  value: string,
  offer: Omit<Offer, 'label'> & { label?: string },
  isText = true,
): Completion {
  const { outline, cursor } = place;
  let written = value;
  if (outline.format === 'json') written = isText ? JSON.stringify(value) : value;
  else if (cursor.before.endsWith('"')) written = JSON.stringify(value);
  else if (cursor.before.endsWith("'")) written = `'${value.replaceAll("'", "''")}'`;
  else if (isText) written = outline.format === 'flow' ? flowText(value) : yamlText(value);
  return completionAt(place, { label: value, ...offer }, escape(written));
}
