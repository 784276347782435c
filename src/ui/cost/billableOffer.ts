import * as vscode from 'vscode';
import type { Place } from '../../connections/connectionsModel.ts';
import type { Billable } from '../../sagemaker/cost/billable.ts';
import { billableRows, placeText } from '../../sagemaker/cost/billableRows.ts';
import type { Session } from '../../sagemaker/session.ts';

/** What was found at one place. */
export interface FoundAt {
  readonly place: Place;
  readonly session: Session;
  readonly items: readonly Billable[];
  /** The kinds that could not be listed, as they are called. */
  readonly missing: readonly string[];
}

/** A place that could not be looked at. */
export interface NotFoundAt {
  readonly place: Place;
  readonly problem: string;
}

/** Something that can be checked to be shut down. */
export type CheckedOffer = vscode.QuickPickItem & { readonly item: Billable; readonly at: FoundAt };

/** A row of the list: without an item a heading, or a word about what could not be looked at. */
export type BillableOffer = CheckedOffer | (vscode.QuickPickItem & { readonly item?: undefined });

export const isChecked = (offer: BillableOffer): offer is CheckedOffer => offer.item !== undefined;

/** The rows of all places; what was found out of their prices by now. */
export function offersOf(found: readonly FoundAt[], now: number): BillableOffer[] {
  let last: string | undefined;
  return billableRows(found, now).flatMap(({ group, ...row }): BillableOffer[] => {
    const isNew = group !== last;
    last = group;
    return isNew ? [{ label: group, kind: vscode.QuickPickItemKind.Separator }, row] : [row];
  });
}

/** What could not be looked at, in rows: of headings that follow each other the editor shows the last alone. */
export function problemsOf(found: readonly (FoundAt | NotFoundAt)[]): BillableOffer[] {
  return found.flatMap((one) => {
    if ('problem' in one) {
      const { choice } = one.place;
      const where = choice.kind === 'local' ? 'Local engine' : (choice.region ?? 'AWS');
      return [{ label: `$(warning) ${where} could not be looked at`, detail: one.problem, alwaysShow: true }];
    }
    if (one.missing.length === 0) return [];
    const where = placeText(one.session.connection);
    return [{ label: `$(warning) ${where}: ${one.missing.join(', ')} could not be listed`, alwaysShow: true }];
  });
}
