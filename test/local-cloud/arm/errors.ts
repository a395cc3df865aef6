import { json, type Reply } from '../router.ts';

/** An error in Azure Resource Manager's format. */
export class ArmError extends Error {
  readonly status: number;
  readonly code: string;
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: number, code: string, message: string, headers: Record<string, string> = {}) {
    super(message);
    this.status = status;
    this.code = code;
    this.headers = headers;
  }

  toReply(): Reply {
    return json(this.status, { error: { code: this.code, message: this.message } }, this.headers);
  }
}
