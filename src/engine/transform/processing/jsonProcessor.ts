import { messageOf } from '../../../shared/errors.ts';
import { RecordError } from '../fileFailure.ts';
import { chooseJson } from './chooseJson.ts';
import { joinRecords } from './joinRecords.ts';
import type { JsonPath } from './jsonPath.ts';
import { membersOf, objectText, readJsonValues, type JsonText } from './jsonText.ts';
import type { InputProcessor, OutputProcessor } from './processors.ts';
import { TextPieces } from './textPieces.ts';

/** InputFilter of JSON and JSON Lines. */
export class JsonInput implements InputProcessor {
  /** @param isLines - Whether each value ends with a line end, as the records of a file that is split do. */
  constructor(
    private readonly path: JsonPath,
    private readonly isLines: boolean,
  ) {}

  filterInput(records: Iterable<Buffer>): Buffer {
    const chosen = new ChosenValues(this.path, this.isLines);
    for (const value of inputsOf(records)) chosen.add(value);
    return chosen.bytes();
  }
}

/** JoinSource and OutputFilter of JSON and JSON Lines. */
export class JsonOutput implements OutputProcessor {
  constructor(
    private readonly path: JsonPath,
    private readonly joins: boolean,
    private readonly isLines: boolean,
  ) {}

  combine(records: Iterable<Buffer>, answer: Buffer): Buffer {
    const chosen = new ChosenValues(this.path, this.isLines);
    const answers = valuesOf(answer, 'Failed to parse output from the algorithm as JSON');
    if (this.joins) joinRecords(inputsOf(records), answers, (input, output) => chosen.add(joinedOf(input, output)));
    else for (const value of answers) chosen.add(value);
    return chosen.bytes();
  }
}

/** What a path chooses of values, as text. */
class ChosenValues {
  private readonly text = new TextPieces('utf8');
  private isFirst = true;

  constructor(
    private readonly path: JsonPath,
    private readonly isLines: boolean,
  ) {}

  add(value: JsonText): void {
    const text = chooseJson(value, this.path);
    this.text.add(this.isLines ? `${text}\n` : this.isFirst ? text : `\n${text}`);
    this.isFirst = false;
  }

  bytes(): Buffer {
    return this.text.bytes();
  }
}

/** The answer becomes an attribute of the input; an input that is no object becomes one too (API reference, DataProcessing). */
function joinedOf(input: JsonText, output: JsonText): JsonText {
  if (!input.startsWith('{')) return `{"SageMakerInput":${input},"SageMakerOutput":${output}}`;
  if (input !== '{}' && !input.includes('"SageMakerOutput"'))
    return `${input.slice(0, -1)},"SageMakerOutput":${output}}`;
  return objectText(new Map([...(membersOf(input) ?? []), ['SageMakerOutput', output]]));
}

function* inputsOf(records: Iterable<Buffer>): Generator<JsonText> {
  for (const record of records) yield* valuesOf(record, 'Failed to parse input as JSON');
}

function* valuesOf(bytes: Buffer, problem: string): Generator<JsonText> {
  try {
    yield* readJsonValues(bytes);
  } catch (error) {
    if (!(error instanceof RecordError)) throw error;
    throw new RecordError(`${problem}: ${messageOf(error)}`, { cause: error });
  }
}
