import { findUser, type User } from '../data.ts';
import type { CloudState } from '../state.ts';
import { accountDisabled, userNotFound, wrongPassword } from './errors.ts';

/** Returns the user if the password is right. Throws AADSTS50034, AADSTS50126, AADSTS50057. */
export function checkPassword(cloud: CloudState, userName: string, password: string): User {
  const user = findUser(cloud.data, userName);
  if (user === undefined) throw userNotFound(userName, userName.split('@')[1] ?? userName);
  if (user.password !== password) throw wrongPassword();
  if (user.disabled === true) throw accountDisabled();
  return user;
}
