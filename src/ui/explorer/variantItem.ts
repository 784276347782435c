import * as vscode from 'vscode';
import type { ConfiguredVariant } from '../../sagemaker/resources/kinds/endpointConfigKind.ts';
import type { ResourceItem } from '../resources/resourceItem.ts';
import { hoverOf } from './hover.ts';
import type { RowLook } from './looks/rowLook.ts';

/** A variant of an endpoint or of a configuration; opens into its model. */
export class VariantItem extends vscode.TreeItem {
  constructor(
    readonly parent: ResourceItem,
    readonly variant: ConfiguredVariant,
    look: RowLook,
  ) {
    const { Collapsed, None } = vscode.TreeItemCollapsibleState;
    super(variant.name, variant.model === undefined ? None : Collapsed);
    this.id = `${parent.id ?? ''} > ${variant.name}`;
    this.description = look.description;
    this.iconPath = new vscode.ThemeIcon(look.icon.id);
    this.contextValue = `variant.${parent.kind}`;
    this.accessibilityInformation = { label: `Variant ${variant.name}, ${look.spoken}` };
    this.tooltip = hoverOf(variant.name, look.facts, 'variant');
  }
}
