/** What was built, as the page of a workflow's run shows it. */

/** @param image name@sha256:digest @returns Markdown */
export function summary(tag: string, image: string, repository = 'OWNER/REPOSITORY'): string {
  const [name = ''] = image.split('@');
  return `### ${tag}

| | |
|---|---|
| image | \`${image}\` |
| also | \`${name}:${tag}\` |
| CPUs | amd64, arm64 |
| deploy by hand | \`npm run deploy -- --overlay production --image ${image}\` |
| whose it is | \`cosign verify --certificate-oidc-issuer https://token.actions.githubusercontent.com --certificate-identity-regexp '^https://github.com/${repository}/.github/workflows/release.yaml@' ${image}\` |
`;
}
