import type { TransformJobRequest } from '../../services/sagemaker/transform/transformJobRecord.ts';
import { columnPath } from './columnPath.ts';
import { CsvInput, CsvOutput } from './csvProcessor.ts';
import { JsonInput, JsonOutput } from './jsonProcessor.ts';
import { parseJsonPath } from './jsonPath.ts';
import type { InputProcessor, OutputProcessor } from './processors.ts';

/** What of a request decides how its records and answers are processed. */
export type ProcessingRequest = Pick<TransformJobRequest, 'TransformInput' | 'TransformOutput' | 'DataProcessing'>;

/** What a job's DataProcessing does with records and answers; what it leaves as it is has no processor. */
export interface DataProcessors {
  readonly input?: InputProcessor;
  readonly output?: OutputProcessor;
}

/**
 * @param request - One that `invalidDataProcessing` finds nothing wrong with.
 * @throws RecordError for a path that cannot be followed.
 */
export function dataProcessors(request: ProcessingRequest): DataProcessors {
  const { InputFilter, OutputFilter, joins } = askedOf(request);
  const { input, output } = typesOf(request);
  const isLines = (type: string | undefined): boolean =>
    type === 'application/jsonlines' || (request.TransformInput.SplitType ?? 'None') !== 'None';
  return {
    ...(InputFilter !== '$' && {
      input:
        input === 'text/csv'
          ? new CsvInput(columnPath(InputFilter))
          : new JsonInput(parseJsonPath(InputFilter), isLines(input)),
    }),
    ...((OutputFilter !== '$' || joins) && {
      output:
        output === 'text/csv'
          ? new CsvOutput(columnPath(OutputFilter), joins)
          : new JsonOutput(parseJsonPath(OutputFilter), joins, isLines(output)),
    }),
  };
}

const formats: readonly (string | undefined)[] = ['text/csv', 'application/json', 'application/jsonlines'];
const operators = ['$', '[', ']', '*', '.', ' ', ',', ':', '-', "'"];

/**
 * What CreateTransformJob refuses of a DataProcessing (developer guide, Associate Prediction Results with Input Records; the wording about
 * operators: boto/boto3 issue 3136).
 * @returns One sentence.
 */
export function invalidDataProcessing(request: ProcessingRequest): string | undefined {
  const { InputFilter, OutputFilter, joins } = askedOf(request);
  const { input, output } = typesOf(request);
  const filters: [member: string, path: string, typeMember: string, type: string | undefined][] = [
    ['InputFilter', InputFilter, 'ContentType', input],
    ['OutputFilter', OutputFilter, 'Accept', output],
  ];
  for (const [member, path, typeMember, type] of filters) {
    if (path === '$' && !joins) continue;
    if (!formats.includes(type))
      return `DataProcessing takes ${formats.join(', ')}, and ${typeMember} is ${type ?? 'not set'}.`;
    const unexpected = [...path].find(
      (character) => !/[\p{L}\p{N}]/u.test(character) && !operators.includes(character),
    );
    if (unexpected !== undefined)
      return `Invalid ${member}: "${path}". Unexpected "${unexpected}" in JsonPath. Supported operators for "${type}" are [${operators.map((one) => `'${one}'`).join(', ')}].`;
  }
  if (!joins) return undefined;
  const { SplitType: split = 'None' } = request.TransformInput;
  const { AssembleWith: assemble = 'None' } = request.TransformOutput;
  if (input !== output) return `JoinSource Input needs an Accept like the ContentType ${input}, not ${output}.`;
  if (split !== assemble) return `JoinSource Input needs an AssembleWith like the SplitType ${split}, not ${assemble}.`;
  return undefined;
}

function askedOf({ DataProcessing: asked = {} }: ProcessingRequest) {
  const { InputFilter, OutputFilter, JoinSource } = asked;
  return {
    InputFilter: (InputFilter ?? '').trim() || '$', // an empty one is the default
    OutputFilter: (OutputFilter ?? '').trim() || '$',
    joins: JoinSource === 'Input',
  };
}

/** An answer is of the input's type where nothing else is accepted. */
function typesOf({ TransformInput, TransformOutput }: ProcessingRequest) {
  const input = mediaType(TransformInput.ContentType);
  return { input, output: mediaType(TransformOutput.Accept) ?? input };
}

function mediaType(header: string | undefined): string | undefined {
  return header?.split(';')[0]?.trim().toLowerCase();
}
