import { signedOutPage } from '../pages/message-pages.ts';
import { redirect, withHeaders, type Handler } from '../router.ts';
import { endSession } from './transaction.ts';

/** Ends the browser's session, and redirects to the app if it asks for that. */
export const logout: Handler = (exchange, cloud) => {
  const headers = endSession(cloud, exchange.cookies);
  const back = exchange.query.get('post_logout_redirect_uri');
  if (back !== null && /^http:\/\/localhost(:\d+)?(\/|$)/.test(back)) return redirect(back, headers);
  return withHeaders(signedOutPage(), headers);
};
