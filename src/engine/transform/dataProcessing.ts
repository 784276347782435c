import { JobFailure } from '../execution/jobFailure.ts';
import type { TransformJobRequest } from '../services/sagemaker/transform/transformJobRecord.ts';
import { columnPath, type ColumnPath } from './columnPath.ts';
import { CsvProcessor } from './csvProcessor.ts';
import type { RecordProcessor } from './transformFile.ts';

/**
 * What a job's DataProcessing does with records and answers.
 * @returns Undefined where it changes nothing.
 * @throws JobFailure for what does not go together, and for what this engine does not filter or join.
 */
export function recordProcessor(request: TransformJobRequest): RecordProcessor | undefined {
  const { InputFilter = '$', OutputFilter = '$', JoinSource = 'None' } = request.DataProcessing ?? {};
  if (InputFilter === '$' && OutputFilter === '$' && JoinSource === 'None') return undefined;
  const { TransformInput: input, TransformOutput: output } = request;
  const type = mediaType(input.ContentType);
  if (type !== 'text/csv')
    throw refusal(
      `DataProcessing of ContentType ${input.ContentType ?? '(none)'} does not run on the local engine, which filters and joins text/csv; run this job on AWS`,
    );
  if (JoinSource === 'Input') {
    const accept = mediaType(output.Accept ?? type);
    const { SplitType: split = 'None' } = input;
    const { AssembleWith: assemble = 'None' } = output;
    if (accept !== type)
      throw refusal(
        `JoinSource Input needs an Accept like the ContentType ${type}, not ${output.Accept}; set Accept to ${type}`,
      );
    if (split !== assemble)
      throw refusal(
        `JoinSource Input needs an AssembleWith like the SplitType ${split}, not ${assemble}; set AssembleWith to ${split}`,
      );
  }
  return new CsvProcessor(
    pathOf('InputFilter', InputFilter),
    pathOf('OutputFilter', OutputFilter),
    JoinSource === 'Input',
  );
}

function pathOf(member: string, path: string): ColumnPath {
  const found = columnPath(path);
  if (found !== undefined) return found;
  throw refusal(
    `${member} '${path}' chooses no columns of CSV; write $[i], $[i,j] or $[a:b], counted from 0 or from the end`,
  );
}

function mediaType(header: string | undefined): string | undefined {
  return header?.split(';')[0]?.trim().toLowerCase();
}

const refusal = (problem: string): JobFailure => new JobFailure(`ClientError: ${problem}.`);
