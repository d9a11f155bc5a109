/** What an access key may: a policy document as S3 has them, of what the functions need. */

export interface Statement {
  readonly Effect: 'Allow' | 'Deny';
  /** As `s3:GetObject`; `*` stands for anything. */
  readonly Action: string | readonly string[];
  /** As `arn:aws:s3:::models/*`. */
  readonly Resource: string | readonly string[];
}

export interface Policy {
  readonly Version?: string;
  readonly Statement: readonly Statement[];
}

/** What is asked: an action, and `bucket` or `bucket/key`. */
export interface Asked {
  readonly action: string;
  readonly resource: string;
}

/** What is denied is denied, whatever else is allowed. No policy allows all. */
export function allows(policy: Policy | undefined, { action, resource }: Asked): boolean {
  if (!policy) return true;
  const speaking = policy.Statement.filter(
    (one) => matches(one.Action, action) && matches(one.Resource, `arn:aws:s3:::${resource}`),
  );
  return speaking.length > 0 && speaking.every(({ Effect }) => Effect === 'Allow');
}

const matches = (patterns: string | readonly string[], text: string): boolean =>
  [patterns].flat().some((pattern) => formOf(pattern).test(text));

function formOf(pattern: string): RegExp {
  const literal = pattern.replaceAll(/[.+^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`^${literal.replaceAll('*', '.*').replaceAll('?', '.')}$`, 's');
}
