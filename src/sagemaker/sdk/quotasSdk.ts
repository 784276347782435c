// Named one by one, so that the bundle holds only the commands in use.
export { ListServiceQuotasCommand, ServiceQuotasClient } from '@aws-sdk/client-service-quotas';
