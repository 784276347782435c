import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';
import { algorithmNames } from '../../../src/catalog/algorithms/registry.ts';
import { algorithmOf, parseImage } from '../../../src/catalog/images.ts';
import { parseDefinition, type ParsedDefinition } from '../../../src/jobs/definition.ts';
import { diagnose } from '../../../src/jobs/diagnose.ts';
import { awsOnly } from '../../../src/jobs/diagnoseAlgorithm.ts';
import { isDefinitionName } from '../../../src/jobs/definitionKind.ts';
import { uniqueJobName } from '../../../src/jobs/jobName.ts';
import { nodeDefinitionFiles } from '../../../src/jobs/nodeDefinitionFiles.ts';
import { resolveJob } from '../../../src/jobs/resolve.ts';
import { imagePath, valueAt } from '../../../src/jobs/trainingJobValue.ts';
import { trainingPartsOf } from '../../../src/jobs/trainingPart.ts';
import { loadServiceModel } from '../../../src/serviceModel/serviceModel.ts';

/** Requests in the shapes of AWS's documentation and public notebooks; the first line of each names where. */
const folder = join(import.meta.dirname, '../../fixtures/requests');

const now = Date.UTC(2026, 0, 2, 3, 4, 5, 67);
const clock = { now: () => now, schedule: () => assert.fail('resolving waits for nothing') };

const names = (await readdir(folder)).filter((name) => isDefinitionName(name)).sort();

function imageOf(definition: ParsedDefinition): string {
  const image = valueAt(trainingPartsOf(definition)[0]?.value, imagePath);
  return typeof image === 'string' ? image : '';
}

/** Where the request is for: the region of its image. */
function regionOf(definition: ParsedDefinition): string {
  const image = parseImage(imageOf(definition));
  return image.kind === 'ecr' ? image.region : 'us-east-1';
}

describe('Public requests', () => {
  for (const name of names) {
    describe(name, () => {
      let text: string;
      let definition: ParsedDefinition;

      before(async () => {
        const path = join(folder, name);
        text = await readFile(path, 'utf8');
        definition = parseDefinition(text, { path });
      });

      it('names its source', () => {
        assert.match(text, /^# Source: aws(docs|-samples)?\/[\w-]+( v[\d.]+)?, \S+\.(ipynb|md|py)\b/);
      });

      it('opens without a finding, but for where it can run', async () => {
        const context = {
          model: await loadServiceModel(),
          files: nodeDefinitionFiles,
          workspaceRoot: folder,
          region: regionOf(definition),
        };
        const findings = await diagnose(definition, context);
        assert.deepEqual(
          findings.filter(({ code }) => code !== awsOnly),
          [],
        );
      });

      it('resolves to itself, but for the end of its name', async () => {
        const { request, uploads } = await resolveJob(definition, {
          model: await loadServiceModel(),
          files: nodeDefinitionFiles,
          workspaceRoot: folder,
          clock,
          target: { kind: 'aws', region: regionOf(definition), accountId: '123456789012' },
        });
        const written = parse(text) as Record<string, unknown>;
        const { nameField } = definition.kind;
        assert.deepEqual(request, {
          ...written,
          [nameField]: uniqueJobName(String(written[nameField]), now, definition.kind),
        });
        assert.deepEqual(uploads, []);
      });
    });
  }

  it('are at least 40, no two alike, with every algorithm of the catalogue among them', async () => {
    assert.ok(names.length >= 40, `only ${names.length}`);
    const texts = await Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')));
    assert.equal(new Set(texts).size, names.length);
    const images = texts.map((text) => imageOf(parseDefinition(text, { path: 'a.training-job.yaml' })));
    const trained = new Set(images.map((image) => algorithmOf(image)?.algorithm));
    assert.deepEqual(
      algorithmNames.filter((algorithm) => !trained.has(algorithm)),
      [],
    );
  });

  it('show spot, Pipe, sharding, VPC, script mode and going on from an earlier model', async () => {
    const all = (await Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')))).join('\n');
    for (const shape of [
      /EnableManagedSpotTraining: true/,
      /CheckpointConfig:/,
      /TrainingInputMode: Pipe/,
      /S3DataDistributionType: ShardedByS3Key/,
      /S3DataType: AugmentedManifestFile/,
      /VpcConfig:/,
      /sagemaker_submit_directory:/,
      /ContentType: application\/x-sagemaker-model/,
    ]) {
      assert.match(all, shape);
    }
  });
});
