/**
 * The inference log on this side of the broker: predictions wait in a bounded buffer and leave as inference.logged
 * events, many at a time, so that no request waits for it. What does not fit is dropped and counted.
 */
import type { DataOf } from "../../shared/events/event.ts";
import type { inferenceLogged } from "../../shared/events/types.ts";

type Data = DataOf<typeof inferenceLogged>;
export type LoggedPrediction = Data["predictions"][number];
export type LoggedFeedback = NonNullable<Data["feedback"]>[number];

export interface InferenceLog {
	prediction(entry: LoggedPrediction): void;
	/** @returns whether there was room: a caller who is told 202 relies on it. */
	feedback(entry: LoggedFeedback): boolean;
	/** Sends what is buffered and stops sending by itself; what then remains counts as dropped. */
	close(): Promise<void>;
	readonly totals: LogTotals;
}

export interface LogTotals {
	readonly sent: number;
	readonly dropped: number;
	readonly buffered: number;
}

export interface LogOptions {
	/**
	 * Sends one event with this JSON as its data; the id is the same when it is sent again. @throws to be called again.
	 * Absent where there is nowhere to send: all is dropped then, and counted.
	 */
	readonly send: ((id: string, data: string) => Promise<void>) | undefined;
	readonly newId: () => string;
	/** Told of every change, for metrics. */
	readonly onSent?: (entries: number) => void;
	readonly onDropped?: (entries: number) => void;
	/** Entries that wait at most. */
	readonly capacity?: number;
	/** Entries of one event at most. */
	readonly entriesPerEvent?: number;
	/** Bytes of one event's data at most; the platform's limit is 256 KiB. */
	readonly bytesPerEvent?: number;
	/** How long an entry waits for company. */
	readonly intervalMs?: number;
}

/** One event, ready to go: kept until it has been taken. */
interface Parcel {
	readonly id: string;
	readonly data: string;
	readonly entries: number;
}

const LONGEST_PAUSE_MS = 30_000;

export function inferenceLog({
	send,
	newId,
	onSent = () => {},
	onDropped = () => {},
	capacity = 50_000,
	entriesPerEvent = 500,
	bytesPerEvent = 240 * 1024,
	intervalMs = 1000,
}: LogOptions): InferenceLog {
	let predictions: LoggedPrediction[] = [];
	const feedback: LoggedFeedback[] = [];
	let taken = 0;
	let parcel: Parcel | undefined;
	let timer: NodeJS.Timeout | undefined;
	let sending: Promise<void> | undefined;
	let closed = false;
	let sent = 0;
	let dropped = 0;
	let failures = 0;

	const waiting = (): number =>
		predictions.length - taken + feedback.length + (parcel?.entries ?? 0);
	const drop = (entries: number): void => {
		dropped += entries;
		onDropped(entries);
	};

	/** The next entries as one event of at most so many entries and bytes. An entry too large for any is dropped. */
	const pack = (): Parcel | undefined => {
		const words = feedback
			.splice(0, entriesPerEvent)
			.map((entry) => JSON.stringify(entry));
		const pieces: string[] = [];
		let bytes = words.reduce(
			(sum, word) => sum + Buffer.byteLength(word) + 1,
			64,
		);
		while (
			pieces.length + words.length < entriesPerEvent &&
			taken < predictions.length
		) {
			const piece = JSON.stringify(predictions[taken]);
			const size = Buffer.byteLength(piece) + 1;
			if (bytes + size > bytesPerEvent) {
				if (pieces.length + words.length > 0) break;
				drop(1);
			} else {
				pieces.push(piece);
				bytes += size;
			}
			taken += 1;
		}
		if (taken === predictions.length || taken > 10_000) {
			predictions = predictions.slice(taken);
			taken = 0;
		}
		if (pieces.length + words.length === 0) return undefined;
		const told = words.length > 0 ? `,"feedback":[${words.join(",")}]` : "";
		return {
			id: newId(),
			data: `{"predictions":[${pieces.join(",")}]${told}}`,
			entries: pieces.length + words.length,
		};
	};

	/** Sends until nothing waits, or until one send fails. */
	const drain = async (): Promise<void> => {
		if (!send) return;
		for (parcel ??= pack(); parcel; parcel = pack()) {
			try {
				await send(parcel.id, parcel.data);
			} catch {
				failures += 1;
				return;
			}
			failures = 0;
			sent += parcel.entries;
			onSent(parcel.entries);
		}
	};
	const flush = (): Promise<void> => {
		clearTimeout(timer);
		timer = undefined;
		sending ??= drain().finally(() => {
			sending = undefined;
			if (waiting() > 0) wake();
		});
		return sending;
	};
	/** After failures the pause doubles, so that a sink that is away is not hammered. */
	const wake = (): void => {
		if (closed || sending) return;
		if (failures === 0 && waiting() >= entriesPerEvent) void flush();
		else if (!timer) {
			timer = setTimeout(
				flush,
				Math.min(LONGEST_PAUSE_MS, intervalMs * 2 ** Math.min(failures, 10)),
			);
			timer.unref();
		}
	};
	const room = (): boolean => {
		if (send && !closed && waiting() < capacity) return true;
		drop(1);
		return false;
	};
	return {
		prediction(entry) {
			if (!room()) return;
			predictions.push(entry);
			wake();
		},
		feedback(entry) {
			if (!room()) return false;
			feedback.push(entry);
			wake();
			return true;
		},
		async close() {
			closed = true;
			clearTimeout(timer);
			// One that was under way may have ended before the last entries came.
			await sending;
			await flush();
			if (waiting() > 0) drop(waiting());
		},
		get totals() {
			return { sent, dropped, buffered: waiting() };
		},
	};
}
