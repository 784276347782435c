import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { prepareBuiltIn } from './builtInServing.ts';
import { containerKind } from './containerKind.ts';
import { deliverModel, modelDataOf } from './modelData.ts';
import { preparedPipeline } from './pipelinePredictor.ts';
import type { PreparedModel, ServedModel, UnpackedContainer } from './preparedModel.ts';
import type { ServedContainer } from './servedModel.ts';
import { prepareScript } from './script/scriptServing.ts';
import type { ScriptServingTools } from './script/scriptContainer.ts';
import { prepareXgboost } from './xgboostServing.ts';

/** What can answer for models on this machine, and which of it a model gets: nothing is silently replaced by something else. */
export class PredictorChooser {
  constructor(private readonly parts: ScriptServingTools) {}

  /**
   * Unpacks a model's artifacts and finds what answers for them.
   * @throws JobFailure saying in one sentence why nothing here answers for the model, and what would.
   */
  async prepare({ containers, folder, ...shared }: ServedModel): Promise<PreparedModel> {
    const prepared: PreparedModel[] = [];
    for (const [index, container] of containers.entries()) {
      const own = containers.length === 1 ? folder : join(folder, String(index + 1));
      prepared.push(await this.prepareOne(container, { ...shared, folder: own }));
    }
    const [only, ...others] = prepared;
    return only !== undefined && others.length === 0 ? only : preparedPipeline(containers, prepared);
  }

  private async prepareOne(
    container: ServedContainer,
    { environment, wish, folder }: Omit<ServedModel, 'containers'>,
  ): Promise<PreparedModel> {
    const kind = containerKind(container);
    const modelFolder = join(folder, 'ml', 'model');
    await mkdir(modelFolder, { recursive: true });
    const data = modelDataOf(container);
    if (data !== undefined) await deliverModel(data, modelFolder, this.parts.objects);
    const unpacked = { container, environment: { ...container.Environment, ...environment }, wish, modelFolder };
    return this.find(kind, unpacked);
  }

  private find(kind: ReturnType<typeof containerKind>, unpacked: UnpackedContainer): Promise<PreparedModel> {
    if (kind.kind === 'xgboost') return prepareXgboost(kind.tag, unpacked, this.parts);
    if (kind.kind === 'builtIn') return prepareBuiltIn(kind, unpacked, this.parts);
    return prepareScript(kind, unpacked, this.parts);
  }
}
