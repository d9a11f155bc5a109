/** A record as COPY (format csv) reads it. It is stricter than COPY: what means two things is refused. */

const FIELD = /"(?:[^"]|"")*"|[^",\r\n]*/y;

/** @throws for a record that is not as RFC 4180 has it */
export function copyRecord(record: string): string[] {
  const fields: string[] = [];
  for (let at = 0; ; at++) {
    FIELD.lastIndex = at;
    const field = FIELD.exec(record)?.[0] ?? '';
    fields.push(field.startsWith('"') ? field.slice(1, -1).replaceAll('""', '"') : field);
    at += field.length;
    if (at === record.length) return fields;
    if (record[at] !== ',') throw new Error(`no record of RFC 4180: ${JSON.stringify(record)}`);
  }
}
