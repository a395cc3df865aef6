import { errors } from 'jose';
import { findResource, graphAppId } from '../entra/resources.ts';
import { verifyToken } from '../entra/signing.ts';
import { directoryNameOf, membershipsOf, type Membership } from '../data.ts';
import type { CloudState } from '../state.ts';
import { json, type Handler, type Reply } from '../router.ts';

/** Returns the token's owner. Graph accepts no other service's token. */
export const aboutMe: Handler = async (exchange, cloud) => {
  const token = /^Bearer (.+)$/i.exec(exchange.headers.authorization ?? '')?.[1];
  if (token === undefined) return refuse('Access token is empty.');
  try {
    const claims = await verifyToken(cloud.signingKey, token, cloud.now());
    if (findResource(cloud, String(claims.aud))?.appId !== graphAppId)
      return refuse('Access token validation failure. Invalid audience.');
    const me = membershipOf(cloud, String(claims['oid']));
    return json(200, {
      ...{ id: claims['oid'], displayName: claims['name'] },
      ...(me === undefined ? {} : { userPrincipalName: directoryNameOf(me) }),
    });
  } catch (error) {
    if (error instanceof errors.JOSEError) return refuse('Lifetime validation failed, the token is expired.');
    throw error;
  }
};

function membershipOf({ data }: CloudState, objectId: string): Membership | undefined {
  return data.users.flatMap((user) => membershipsOf(data, user)).find((one) => one.objectId === objectId);
}

function refuse(message: string): Reply {
  return json(401, { error: { code: 'InvalidAuthenticationToken', message } });
}
