import { findTenant } from '../data.ts';
import { json, type Handler } from '../router.ts';

/** The audience of federation tokens; MSAL passes it to the federation server. */
const audienceUrns = {
  AzureCloud: 'urn:federation:MicrosoftOnline',
  AzureChinaCloud: 'urn:federation:partner.microsoftonline.cn',
  AzureUSGovernment: 'urn:federation:MicrosoftOnline',
  LocalCloud: 'urn:federation:LocalCloud',
};

/** Whether a user's domain is managed by this cloud; clients ask before they send a password. */
export const userRealm: Handler = (exchange, cloud) => {
  const userName = exchange.params['user'] ?? '';
  const domain = userName.split('@')[1] ?? '';
  const known = findTenant(cloud.data, domain) !== undefined;
  return json(200, {
    ver: '1.0',
    account_type: known ? 'Managed' : 'Unknown',
    domain_name: domain,
    ...(known
      ? {
          cloud_instance_name: cloud.profile.loginHosts[0],
          cloud_audience_urn: audienceUrns[cloud.profile.name],
        }
      : {}),
  });
};
