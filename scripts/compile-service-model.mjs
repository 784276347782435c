#!/usr/bin/env node
// Compiles the constraints of botocore's SageMaker model (Apache-2.0) into src/serviceModel/tables/sagemaker.json.
// usage: node scripts/compile-service-model.mjs [service-2.json or .json.gz]
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const operations = [
  'CreateTrainingJob',
  'DescribeTrainingJob',
  'ListTrainingJobs',
  'StopTrainingJob',
  'UpdateTrainingJob',
  'DeleteTrainingJob',
  'CreateHyperParameterTuningJob',
  'DescribeHyperParameterTuningJob',
  'ListHyperParameterTuningJobs',
  'ListTrainingJobsForHyperParameterTuningJob',
  'StopHyperParameterTuningJob',
  'DeleteHyperParameterTuningJob',
  'CreateTransformJob',
  'DescribeTransformJob',
  'ListTransformJobs',
  'StopTransformJob',
  'CreateProcessingJob',
  'DescribeProcessingJob',
  'ListProcessingJobs',
  'StopProcessingJob',
  'DeleteProcessingJob',
  'CreateModel',
  'DescribeModel',
  'ListModels',
  'DeleteModel',
  'CreateEndpointConfig',
  'DescribeEndpointConfig',
  'ListEndpointConfigs',
  'DeleteEndpointConfig',
  'CreateEndpoint',
  'DescribeEndpoint',
  'ListEndpoints',
  'UpdateEndpoint',
  'UpdateEndpointWeightsAndCapacities',
  'DeleteEndpoint',
  'CreateNotebookInstance',
  'DescribeNotebookInstance',
  'ListNotebookInstances',
  'StartNotebookInstance',
  'StopNotebookInstance',
  'UpdateNotebookInstance',
  'DeleteNotebookInstance',
  'CreatePresignedNotebookInstanceUrl',
  'CreateNotebookInstanceLifecycleConfig',
  'DescribeNotebookInstanceLifecycleConfig',
  'ListNotebookInstanceLifecycleConfigs',
  'UpdateNotebookInstanceLifecycleConfig',
  'DeleteNotebookInstanceLifecycleConfig',
  'CreateCodeRepository',
  'DescribeCodeRepository',
  'ListCodeRepositories',
  'UpdateCodeRepository',
  'DeleteCodeRepository',
  'AddTags',
  'ListTags',
  'DeleteTags',
  'Search',
  'GetSearchSuggestions',
  'CreateLabelingJob',
  'ListLabelingJobs',
  'DescribeLabelingJob',
  'CreateAutoMLJob',
  'CreateAutoMLJobV2',
  'ListAutoMLJobs',
  'DescribeAutoMLJob',
  'DescribeAutoMLJobV2',
  'ListCandidatesForAutoMLJob',
];

/** The model's file and version inside the judges' virtual environment. */
function installedBotocore() {
  const program = 'import botocore, os; print(botocore.__version__); print(os.path.dirname(botocore.__file__))';
  const [version, folder] = execFileSync(join(root, '.venv-test/bin/python'), ['-c', program], { encoding: 'utf8' })
    .trim()
    .split('\n');
  return { version, path: join(folder, 'data/sagemaker/2017-07-24/service-2.json.gz') };
}

const given = process.argv[2];
const { path, version } = given ? { path: given, version: 'of unknown version' } : installedBotocore();
const bytes = readFileSync(path);
const model = JSON.parse((path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8'));

const bounds = ({ min, max }) => ({ ...(min === undefined ? {} : { min }), ...(max === undefined ? {} : { max }) });

/** The facts of one shape, and the names of the shapes it refers to. */
function compile(shape) {
  switch (shape.type) {
    case 'structure': {
      const members = Object.fromEntries(Object.entries(shape.members).map(([name, member]) => [name, member.shape]));
      const union = shape.union ? { union: true } : {};
      return [{ type: 'structure', required: shape.required ?? [], ...union, members }, Object.values(members)];
    }
    case 'list':
      return [{ type: 'list', member: shape.member.shape, ...bounds(shape) }, [shape.member.shape]];
    case 'map':
      return [
        { type: 'map', key: shape.key.shape, value: shape.value.shape, ...bounds(shape) },
        [shape.key.shape, shape.value.shape],
      ];
    case 'string': {
      const { pattern, enum: values } = shape;
      return [
        { type: 'string', ...bounds(shape), ...(pattern ? { pattern } : {}), ...(values ? { enum: values } : {}) },
        [],
      ];
    }
    case 'integer':
    case 'long':
    case 'float':
    case 'double':
      return [{ type: shape.type, ...bounds(shape) }, []];
    case 'boolean':
    case 'timestamp':
      return [{ type: shape.type }, []];
    default:
      throw new Error(`The model holds a shape of type ${shape.type}, which this script does not know.`);
  }
}

const inputs = Object.fromEntries(operations.map((name) => [name, model.operations[name].input.shape]));
const shapes = {};
const open = Object.values(inputs);
while (open.length > 0) {
  const name = open.pop();
  if (name in shapes) continue;
  const [facts, references] = compile(model.shapes[name]);
  shapes[name] = facts;
  open.push(...references);
}

/**
 * Where the numbers with a decimal point stand in an answer: members by name, lists passed over, `1` for such a number.
 * @returns Undefined where there is none.
 */
function decimalsIn(name, around = []) {
  const shape = model.shapes[name];
  if (shape.type === 'float' || shape.type === 'double') return 1;
  if (shape.type === 'list') return decimalsIn(shape.member.shape, around);
  if (shape.type !== 'structure' || around.includes(name)) return undefined;
  const members = Object.entries(shape.members)
    .map(([member, { shape: inner }]) => [member, decimalsIn(inner, [...around, name])])
    .filter(([, found]) => found !== undefined);
  return members.length === 0 ? undefined : Object.fromEntries(members);
}

const decimals = Object.fromEntries(
  operations
    .map((name) => [name, model.operations[name].output && decimalsIn(model.operations[name].output.shape)])
    .filter(([, found]) => found !== undefined),
);

const lines = Object.keys(shapes)
  .sort()
  .map((name) => `${JSON.stringify(name)}:${JSON.stringify(shapes[name])}`);
const source = `botocore ${version}, data/sagemaker/${model.metadata.apiVersion}/service-2.json, Apache-2.0`;
const table = `{"source":${JSON.stringify(source)},\n"operations":${JSON.stringify(inputs)},\n"decimals":${JSON.stringify(decimals)},\n"shapes":{\n${lines.join(',\n')}\n}}\n`;
JSON.parse(table);
writeFileSync(join(root, 'src/serviceModel/tables/sagemaker.json'), table);
console.log(
  `${lines.length} shapes of ${operations.length} operations, ${Math.round(table.length / 1024)} KB, from ${source}`,
);
