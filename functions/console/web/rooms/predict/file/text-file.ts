/** A file of text as it streams by: its encoding found, nothing of it kept. */

/** @throws when it cannot be read, or `stop` says so */
export async function* textIn(file: Blob, encoding: string, stop: AbortSignal): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding);
  for await (const bytes of bytesIn(file, stop)) yield decoder.decode(bytes, { stream: true });
  yield decoder.decode();
}

/** UTF-8 where all of it is, UTF-16 where it says so; else what spreadsheets of the West write. */
export async function encodingOf(file: Blob, stop: AbortSignal): Promise<string> {
  const [first, second] = new Uint8Array(await file.slice(0, 2).arrayBuffer());
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  if (first === 0xfe && second === 0xff) return 'utf-16be';
  const decoder = new TextDecoder('utf-8', { fatal: true });
  try {
    for await (const bytes of bytesIn(file, stop)) decoder.decode(bytes, { stream: true });
    decoder.decode();
    return 'utf-8';
  } catch (error) {
    if (error instanceof TypeError) return 'windows-1252';
    throw error;
  }
}

async function* bytesIn(file: Blob, stop: AbortSignal): AsyncGenerator<Uint8Array> {
  const reader = file.stream().getReader();
  try {
    for (;;) {
      const { value } = await reader.read();
      stop.throwIfAborted();
      if (!value) return;
      yield value;
    }
  } finally {
    await reader.cancel();
  }
}

/** By its first bytes: Parquet, gzip, or JSON, which are read where there is a reader for them. */
export async function isForServer(file: Blob): Promise<boolean> {
  const head = new Uint8Array(await file.slice(0, 4).arrayBuffer());
  const text = String.fromCharCode(...head);
  return text === 'PAR1' || (head[0] === 0x1f && head[1] === 0x8b) || /^\s*[{[]/.test(text);
}
