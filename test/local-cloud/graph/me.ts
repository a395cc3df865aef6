import { errors } from 'jose';
import { findResource, graphAppId } from '../entra/resources.ts';
import { verifyToken } from '../entra/signing.ts';
import { json, type Handler, type Reply } from '../router.ts';

/** Whose token it is. Graph takes no other service's token. */
export const aboutMe: Handler = async (exchange, cloud) => {
  const token = /^Bearer (.+)$/i.exec(exchange.headers.authorization ?? '')?.[1];
  if (token === undefined) return refuse('Access token is empty.');
  try {
    const { aud, oid, name, upn } = await verifyToken(cloud.signingKey, token, cloud.now());
    if (findResource(cloud, String(aud))?.appId !== graphAppId)
      return refuse('Access token validation failure. Invalid audience.');
    return json(200, { id: oid, displayName: name, userPrincipalName: upn });
  } catch (error) {
    if (error instanceof errors.JOSEError) return refuse('Lifetime validation failed, the token is expired.');
    throw error;
  }
};

function refuse(message: string): Reply {
  return json(401, { error: { code: 'InvalidAuthenticationToken', message } });
}
