// Whom most tests sign in as, by the content of data.json.

/** IDs of tenants. */
export const contoso = '10000000-0000-4000-8000-000000000001';
export const fabrikam = '20000000-0000-4000-8000-000000000001';
export const adatum = '30000000-0000-4000-8000-000000000001';
export const woodgrove = '40000000-0000-4000-8000-000000000001';
/** A person of contoso.example, who is a guest in other tenants. */
export const alex = { username: 'alex@contoso.example', password: 'fake-password-of-alex' };
/** The app contoso-deploy, of contoso.example. */
export const app = {
  userName: 'a0000000-0000-4000-8000-0000000d3910',
  secret: 'fake-secret-of-contoso-deploy',
};
