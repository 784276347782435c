import { messageOf } from '../../../shared/errors.ts';
import { RecordError } from '../fileFailure.ts';
import type { InputProcessor, OutputProcessor } from '../transformFile.ts';
import { chooseJson } from './chooseJson.ts';
import { countsDiffer } from './countsDiffer.ts';
import type { JsonPath } from './jsonPath.ts';
import { jsonText, readJsonValues, type JsonValue } from './jsonValue.ts';

/** InputFilter of JSON and JSON Lines. */
export class JsonInput implements InputProcessor {
  /** @param isLines - Whether each value ends with a line end, as the records of a file that is split do. */
  constructor(
    private readonly path: JsonPath,
    private readonly isLines: boolean,
  ) {}

  filterInput(record: Buffer): Buffer {
    return textOf(
      inputsOf(record).map((value) => chooseJson(value, this.path)),
      this.isLines,
    );
  }
}

/** JoinSource and OutputFilter of JSON and JSON Lines. */
export class JsonOutput implements OutputProcessor {
  constructor(
    private readonly path: JsonPath,
    private readonly joins: boolean,
    private readonly isLines: boolean,
  ) {}

  combine(records: readonly Buffer[], answer: Buffer): Buffer {
    const answers = valuesOf(answer, 'Failed to parse output from the algorithm as JSON');
    const inputs = this.joins ? records.flatMap(inputsOf) : [];
    if (this.joins && inputs.length !== answers.length) throw countsDiffer(inputs.length, answers.length);
    const joined = answers.map((value, at) => {
      const input = inputs[at];
      return chooseJson(input === undefined ? value : joinedOf(input, value), this.path);
    });
    return textOf(joined, this.isLines);
  }
}

/** The answer becomes an attribute of the input; an input that is no object becomes one too (API reference, DataProcessing). */
function joinedOf(input: JsonValue, output: JsonValue): JsonValue {
  const members: Iterable<[string, JsonValue]> = input.kind === 'object' ? input.members : [['SageMakerInput', input]];
  return { kind: 'object', members: new Map([...members, ['SageMakerOutput', output]]) };
}

const inputsOf = (record: Buffer): JsonValue[] => valuesOf(record, 'Failed to parse input as JSON');

function valuesOf(bytes: Buffer, problem: string): JsonValue[] {
  try {
    return readJsonValues(bytes);
  } catch (error) {
    if (!(error instanceof RecordError)) throw error;
    throw new RecordError(`${problem}: ${messageOf(error)}`, { cause: error });
  }
}

function textOf(values: readonly JsonValue[], isLines: boolean): Buffer {
  const texts = values.map(jsonText);
  return Buffer.from(isLines ? texts.map((text) => `${text}\n`).join('') : texts.join('\n'));
}
