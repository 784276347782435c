/** The nearest of the three regions that answer for all (Billing guide, "AWS Price List Query API endpoints"). */
export function pricingRegion(region: string): string {
  if (/^(eu|af|il)-/.test(region)) return 'eu-central-1';
  return /^(ap|me)-/.test(region) ? 'ap-south-1' : 'us-east-1';
}
