/** The fields of one line of CSV (RFC 4180, without line breaks inside quotes). */
export function csvFields(line: string): string[] {
  if (!line.includes('"')) return line.split(',');
  const fields: string[] = [];
  const field = /("(?:[^"]|"")*"|[^,]*)(,|$)/gy;
  for (;;) {
    const match = field.exec(line);
    const text = match?.[1] ?? '';
    fields.push(text.startsWith('"') ? text.slice(1, -1).replaceAll('""', '"') : text);
    if (!match || match[2] === '') return fields;
  }
}
