/** What a media type says: "text/csv; charset=utf-8". */

/** The type without parameters, in lower case: "text/csv". */
export const essenceOf = (mediaType: string): string => (mediaType.split(';')[0] ?? '').trim().toLowerCase();

/** The charset that it declares. */
export const charsetOf = (mediaType = ''): string | undefined =>
  /;\s*charset\s*=\s*"?([^\s";]+)/i.exec(mediaType)?.[1];
