import * as vscode from 'vscode';
import { PredictionMemory } from '../../jobs/predictions/predictionMemory.ts';
import { columnsProblem } from '../../jobs/predictions/rowsAnswers.ts';
import { walkOn, type Step } from '../../jobs/wizard/stepWalk.ts';
import { whereText } from '../../sagemaker/connection.ts';
import { formatOfFile, proposedType, type RowFormat } from '../../sagemaker/predictions/rowFormat.ts';
import { commands } from '../contributions/ids.ts';
import type { UiParts } from '../parts.ts';
import { tableSurvey } from '../jobs/train/dataStep.ts';
import { pickStep } from '../jobs/train/stepInput.ts';
import { afterPick } from '../resources/afterPick.ts';
import { inState, pickResource } from '../resources/pickResources.ts';
import type { ResourceChoice } from '../resources/resourceChoice.ts';
import { InvocationSender, sessionOf, variantNames } from './invocationSender.ts';
import type { TakenRows } from '../../jobs/predictions/takeRows.ts';
import { invokeFile, takeWithProgress, type InvokeAnswers } from './invokeFile.ts';
import { knownColumns } from './knownColumns.ts';
import type { PredictionsPanels } from './predictionsPanels.ts';
import { fileStep, lookAt, rangeStep, rowSteps, type RowStepsParts } from './rowSteps.ts';
import { sendsAnyway } from './sendsAnyway.ts';
import { tableProgram } from './tableProgram.ts';
import type { ResourceTarget } from '../resources/resourceTarget.ts';
import type { KeptInvocation } from '../../jobs/predictions/predictionMemory.ts';
import { requireTrust } from '../trust.ts';

const fileHint = 'Check which column is the label, and whether this is the file.';

const choice: ResourceChoice = {
  kinds: ['endpoint'],
  accepts: inState('inService'),
  title: 'Invoke',
  none: 'No endpoint is in service: deploy a model first.',
  instead: { 'Deploy…': commands.deploy },
};

/** What is known of the endpoint that is asked. */
interface AskedEndpoint {
  readonly target: ResourceTarget;
  readonly connectionId: string;
  readonly connection: string;
  readonly variants: readonly string[];
  readonly kept: KeptInvocation;
}

/** All that was asked; `taken` where rows of a file are sent. */
interface ReadyInvocation {
  readonly endpoint: AskedEndpoint;
  readonly answers: InvokeAnswers;
  readonly taken?: TakenRows;
}

/**
 * **SageMaker: Invoke Endpoint…**: sends a text, the editor's selection or rows of a file to an endpoint, and shows the answers.
 * Called with an endpoint's row, with a file of the explorer, or with nothing.
 */
export function invokeCommand(parts: UiParts, panels: PredictionsPanels) {
  const memory = new PredictionMemory(parts.workspaceMemory);
  const program = tableProgram(parts.extensionUri);
  const survey = tableSurvey(program);
  return async (...args: unknown[]): Promise<void> => {
    requireTrust('sent');
    const uri = args[0] instanceof vscode.Uri ? args[0] : undefined;
    // The explorer also says which files are selected; the editor's menu is there for its selection.
    const selection = uri !== undefined && Array.isArray(args[1]) ? undefined : selectedText();
    const file = selection === undefined ? uri : undefined;
    const isSelection = uri !== undefined && selection !== undefined;
    const given = uri === undefined ? args : [];
    const ready = await afterPick(given, async (position, before) => {
      // The selection asks for nothing else.
      const endpointChoice = isSelection ? choice : { ...choice, position };
      const target = await pickResource(parts.connections, given, endpointChoice);
      if (target === undefined) return undefined;
      const session = await sessionOf(target, undefined);
      const { connection } = session;
      const endpoint: AskedEndpoint = {
        target,
        connectionId: connection.id,
        connection: whereText(connection),
        variants: await variantNames(session, target.name),
        kept: memory.invocationOf(connection, target.name),
      };
      const keptType = (format: RowFormat) => memory.typeOf(connection, target.name, format);
      const trained = knownColumns(target, session, parts);
      const steps: RowStepsParts = { title: `Invoke ${target.name}`, memory, survey, keptType, trained };
      const start: InvokeAnswers = isSelection
        ? { payload: 'selection' }
        : file === undefined
          ? {}
          : { payload: 'file', file: await lookAt(file, survey) };
      return walkOn<InvokeAnswers, ReadyInvocation | undefined>(
        start,
        (answers) => [
          ...(uri === undefined ? [payloadStep(steps, selection !== undefined)] : []),
          ...(answers.payload === 'file'
            ? [
                ...(file === undefined ? [fileStep<InvokeAnswers>(steps)] : []),
                ...rowSteps(answers, steps),
                ...(endpoint.variants.length > 1 ? [variantStep(endpoint, steps)] : []),
                rangeStep<InvokeAnswers>(steps),
              ]
            : []),
        ],
        // What cannot be read is said where another answer can be given.
        async (answers) => {
          if (answers.payload !== 'file') return { endpoint, answers };
          if (!(await sendsAnyway(columnsProblem(answers, await trained), fileHint))) return undefined;
          return { endpoint, answers, taken: await takeWithProgress(answers, program) };
        },
        before,
      );
    });
    if (ready === undefined) return;
    const { endpoint, answers, taken } = ready;
    if (taken !== undefined) await invokeFile(answers, taken, endpoint, { ...parts, memory, panels });
    else await openTexts(endpoint, answers.payload === 'selection' ? selection : undefined);
  };

  async function openTexts(endpoint: AskedEndpoint, selection: string | undefined): Promise<void> {
    const { target, connectionId, connection, variants, kept } = endpoint;
    const known = panels.textsOf(target);
    known?.reveal();
    const { noRows } = await import('./restorePredictions.ts');
    const { PredictionsModel } = await import('../../sagemaker/predictions/predictionsModel.ts');
    const text = selection ?? kept.text ?? '';
    const keptOf = (format: RowFormat) => memory.typeOf({ id: connectionId }, target.name, format);
    const same = text === kept.text ? kept.contentType : undefined;
    const compose = { variants, text, contentType: same ?? proposedType(text, keptOf) };
    const panel =
      known ??
      (await panels.open({
        target,
        model: new PredictionsModel(noRows(target.name)),
        connectionId,
        connection,
        sender: new InvocationSender(target, connectionId, { ...parts, memory }, compose),
      }));
    if (selection !== undefined) await panel.ask(selection);
  }
}

function selectedText(): string | undefined {
  const { activeTextEditor: editor } = vscode.window;
  const text = editor?.document.getText(editor.selection);
  return text === undefined || text === '' ? undefined : text;
}

function payloadStep({ title, survey }: RowStepsParts, hasSelection: boolean): Step<InvokeAnswers> {
  return {
    id: 'payload',
    decidesWay: true,
    async ask(answers, position) {
      const open = vscode.window.activeTextEditor?.document.uri;
      const isRows = open?.scheme === 'file' && formatOfFile(open.fsPath) !== undefined;
      const items = [
        ...(hasSelection
          ? [
              {
                label: '$(selection) The selection in the editor',
                detail: 'As the body of one request.',
                payload: 'selection' as const,
              },
            ]
          : []),
        { label: '$(edit) A text…', detail: 'Typed in a panel, with the answer below.', payload: 'text' as const },
        ...(isRows
          ? [
              {
                label: `$(table) Rows of ${vscode.workspace.asRelativePath(open)}`,
                detail: 'The open file.',
                payload: 'file' as const,
                open,
              },
            ]
          : []),
        {
          label: '$(table) Rows of a file…',
          detail: 'CSV, JSON Lines, JSON or libsvm; the answers stand beside the rows.',
          payload: 'file' as const,
        },
      ];
      const texts = { ...position, title, placeholder: 'What is sent?' };
      const chosen = await pickStep(texts, items, items.find(({ payload }) => payload === answers.payload) ?? items[0]);
      if (chosen === undefined || chosen === 'back') return chosen;
      const { file: _file, ...others } = answers;
      if (!('open' in chosen)) return { ...others, payload: chosen.payload };
      return { ...others, payload: chosen.payload, file: await lookAt(chosen.open, survey) };
    },
  };
}

function variantStep({ variants }: AskedEndpoint, { title }: RowStepsParts): Step<InvokeAnswers> {
  return {
    id: 'variant',
    async ask(answers, position) {
      const items = [
        { label: '$(arrow-swap) By weight', detail: 'The endpoint chooses for each request.', variant: null },
        ...variants.map((variant) => ({ label: variant, variant })),
      ];
      const chosen = await pickStep(
        { ...position, title: `${title}: variant`, placeholder: 'Which variant answers?' },
        items,
        items.find(({ variant }) => variant === answers.variant),
      );
      return chosen === undefined || chosen === 'back' ? chosen : { ...answers, variant: chosen.variant };
    },
  };
}
