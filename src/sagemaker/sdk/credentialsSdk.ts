// Both load what a profile needs (SSO, STS, …) as chunks of their own.
export { fromIni } from '@aws-sdk/credential-provider-ini';
export { defaultProvider } from '@aws-sdk/credential-provider-node';
