import { beforeAll, describe, expect, it } from "vitest";
import { writePointer } from "../../shared/tracking/artifact.ts";
import { memoryObjects } from "./fixtures/memory-objects.ts";
import { STATES, storeModel } from "./fixtures/models.ts";
import { type TestService, testService } from "./fixtures/service.ts";

const house = {
	bed: 3,
	bath: 2,
	house_size: 1800,
	state: "Ohio",
	prev_sold_date: "2015-06-30",
};
const objects = memoryObjects();
let realtor: TestService;
let diabetes: TestService;

beforeAll(async () => {
	await storeModel(objects, {
		dataset: "realtor",
		version: 7,
		production: true,
	});
	await storeModel(objects, {
		dataset: "diabetes",
		version: 2,
		production: true,
	});
	diabetes = await testService({ objects, dataset: "diabetes", version: 2 });
	realtor = await testService({ objects, dataset: "realtor", version: 7 });
});

describe("POST /predict", () => {
	it("answers in the unit of the target, and says which model said so", async () => {
		const { status, json } = await realtor.ask("POST", "/predict", house);
		expect(status).toBe(200);
		expect(json.interval.lower).toBeLessThan(json.price);
		expect(json.interval.upper).toBeGreaterThan(json.price);
		expect(json).toMatchObject({
			interval: { level: 0.9 },
			model_version: 7,
			model_run_id: "run-7",
		});
		expect(json.features_used).toContain("state_price");
		expect(json.request_id).toMatch(/^[\w-]{36}$/);
	});

	it("a classification gives every class its probability", async () => {
		const { json } = await diabetes.ask("POST", "/predict", {
			number_inpatient: 2,
			race: "Asian",
		});
		const shares = Object.values<number>(json.probabilities);
		expect(Object.keys(json.probabilities)).toEqual(["<30", ">30", "NO"]);
		expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 6);
		expect(json.probabilities[json.label]).toBe(Math.max(...shares));
	});

	it("answers what is missing and what it has never seen, and says so", async () => {
		const { status, json } = await realtor.ask("POST", "/predict", {
			state: "Atlantis",
			pool: true,
		});
		expect(status).toBe(200);
		expect(json.price).toBeGreaterThan(0);
		expect(json.input_summary).toEqual({
			given: ["state"],
			missing: expect.arrayContaining([
				"bed",
				"bath",
				"house_size",
				"prev_sold_date",
			]),
			unknown: { state: "Atlantis" },
			ignored: ["pool"],
		});
	});

	it("the same value in another spelling gets the same answer", async () => {
		const spelled = { ...house, bed: "3", house_size: "1800.0" };
		const answers = await Promise.all(
			[house, spelled].map((row) => realtor.ask("POST", "/predict", row)),
		);
		expect(answers[0]?.json.price).toBe(answers[1]?.json.price);
	});

	it("keeps the id that the caller gave, unless it is no id", async () => {
		const given = await realtor.ask("POST", "/predict", house, {
			"x-request-id": "order-17",
		});
		expect(given.json.request_id).toBe("order-17");
		const odd = await realtor.ask("POST", "/predict", house, {
			"x-request-id": "'; drop table",
		});
		expect(odd.json.request_id).toMatch(/^[\w-]{36}$/);
	});

	it("422 names every bad field at once", async () => {
		const { status, json } = await realtor.ask("POST", "/predict", {
			bed: "many",
			bath: -1,
			city: 7,
			state: "Ohio",
		});
		expect(status).toBe(422);
		expect(
			json.detail.map(({ field }: { field: string }) => field).sort(),
		).toEqual(["bath", "bed", "city"]);
		expect(json.detail[0]).toMatchObject({
			message: expect.any(String),
			value: "many",
		});
	});

	it.each([
		["not JSON", "bed=3", 400],
		["nothing", "", 400],
		["a list", [house], 422],
		["null", "null", 422],
		["a number beyond all numbers", '{"bed": 1e999}', 422],
		["too much", { city: "x".repeat(70_000) }, 413],
	])("%s is refused", async (_, body, expected) => {
		const { status, json } = await realtor.ask("POST", "/predict", body);
		expect(status).toBe(expected);
		expect(json.error).toEqual(expect.any(String));
	});

	it("503 while there is no model", async () => {
		const empty = await testService({
			objects: memoryObjects(),
			dataset: "realtor",
			version: "production",
		});
		expect(await empty.ask("POST", "/predict", house)).toMatchObject({
			status: 503,
			text: expect.stringContaining("no model yet"),
		});
		expect((await empty.ask("GET", "/health")).json).toMatchObject({
			status: "degraded",
			model_loaded: false,
		});
		expect((await empty.ask("GET", "/ready")).status).toBe(503);
	});
});

describe("the same row has the same answer", () => {
	const rows = Array.from({ length: 1300 }, (_, i) => ({
		bed: (i % 7) + 1,
		bath: i % 3 === 0 ? null : (i % 5) + 0.5,
		house_size: 400 + 13 * i,
		state: [...STATES, "Atlantis", null][i % 5],
	}));

	it("alone, together with others in one turn, in a batch, and from another replica", async () => {
		const batch = (await realtor.ask("POST", "/batch_predict", rows)).json
			.predictions;
		const prices: number[] = batch.map(({ price }: { price: number }) => price);
		const some = rows.slice(0, 300);
		const together = await Promise.all(
			some.map((row) => realtor.ask("POST", "/predict", row)),
		);
		expect(together.map(({ json }) => json.price)).toEqual(
			prices.slice(0, 300),
		);
		const replica = await testService({
			objects,
			dataset: "realtor",
			version: 7,
		});
		for (const at of [0, 1, 499, 500, 1299])
			expect((await replica.ask("POST", "/predict", rows[at])).json.price).toBe(
				prices[at],
			);
	});
});

describe("POST /batch_predict", () => {
	it("answers in order, with the input of each", async () => {
		const rows = Array.from({ length: 1203 }, (_, i) => ({
			bed: i % 9,
			house_size: i,
		}));
		const { json } = await realtor.ask("POST", "/batch_predict", rows);
		expect(
			json.predictions.map(({ input }: { input: object }) => input),
		).toEqual(rows);
		expect(json.model_version).toBe(7);
		expect(json.predictions[0].interval.level).toBe(0.9);
	});

	it("reads JSON, NDJSON and CSV alike", async () => {
		const rows = [
			house,
			{ ...house, bed: 5, state: "Puerto Rico" },
			{ bed: 1 },
		];
		const csv =
			'bed,bath,house_size,state,prev_sold_date\r\n3,2,1800,Ohio,2015-06-30\n5,2,1800,"Puerto Rico",2015-06-30\n1,,,,';
		const answers = await Promise.all([
			realtor.ask("POST", "/batch_predict", rows),
			realtor.ask(
				"POST",
				"/batch_predict",
				rows.map((row) => JSON.stringify(row)).join("\n"),
				{
					"content-type": "application/x-ndjson",
				},
			),
			realtor.ask("POST", "/batch_predict", csv, {
				"content-type": "text/csv; charset=utf-8",
			}),
		]);
		const prices = answers.map(({ json }) =>
			json.predictions.map(({ price }: { price: number }) => price),
		);
		expect(prices[0]).toHaveLength(3);
		expect(prices[1]).toEqual(prices[0]);
		expect(prices[2]).toEqual(prices[0]);
	});

	it("answers line by line when asked to", async () => {
		const { text, headers } = await realtor.ask(
			"POST",
			"/batch_predict",
			[house, house],
			{
				accept: "application/x-ndjson",
			},
		);
		expect(headers["content-type"]).toBe("application/x-ndjson");
		expect(
			text
				.trim()
				.split("\n")
				.map((line) => JSON.parse(line).price),
		).toHaveLength(2);
	});

	it("no rows have no predictions", async () => {
		expect(
			(await realtor.ask("POST", "/batch_predict", [])).json.predictions,
		).toEqual([]);
	});

	it("422 names the rows with their bad fields, and answers none", async () => {
		const { status, json } = await realtor.ask("POST", "/batch_predict", [
			house,
			{ bed: "x" },
			5,
			{ bath: [] },
		]);
		expect(status).toBe(422);
		expect(
			json.detail.map(({ row, field }: { row: number; field: string }) => [
				row,
				field,
			]),
		).toEqual([
			[1, "bed"],
			[2, ""],
			[3, "bath"],
		]);
	});

	it.each([
		['{"bed": 3}', "application/json", 400],
		['[{"bed": 3},', "application/json", 400],
		["a,a\n1,2", "text/csv", 400],
		["<rows/>", "application/xml", 415],
	])("%s as %s is refused", async (body, type, expected) => {
		expect(
			(
				await realtor.ask("POST", "/batch_predict", body, {
					"content-type": type,
				})
			).status,
		).toBe(expected);
	});
});

describe("POST /explain", () => {
	const sum = (values: number[]): number =>
		values.reduce((total, value) => total + value, 0);

	it("base and contributions sum to the price, in dollars", async () => {
		const { json } = await realtor.ask("POST", "/explain", house);
		expect(json.price).toBe(
			(await realtor.ask("POST", "/predict", house)).json.price,
		);
		expect(json.base_value + sum(json.shap_values)).toBeCloseTo(json.price, 5);
		expect(json.feature_names).toHaveLength(json.shap_values.length);
		expect(json.feature_values).toEqual([3, 2, 1800, expect.any(Number), 11]);
	});

	it("for classes they sum to each class’s probability", async () => {
		const { json } = await diabetes.ask("POST", "/explain", {
			number_inpatient: 4,
		});
		for (const [name, { base_value, shap_values }] of Object.entries<{
			base_value: number;
			shap_values: number[];
		}>(json.classes))
			expect(base_value + sum(shap_values)).toBeCloseTo(
				json.probabilities[name],
				9,
			);
		expect(json.base_value).toBe(json.classes[json.label].base_value);
		expect(json.feature_values).toEqual([4, null, 0]);
	});
});

describe("the inference log", () => {
	it("has what was asked and answered", async () => {
		const fresh = await testService({
			objects,
			dataset: "realtor",
			version: 7,
		});
		const { json } = await fresh.ask("POST", "/predict", {
			...house,
			pool: true,
		});
		await fresh.ask("POST", "/batch_predict", [house, house], {
			"x-request-id": "many",
		});
		await fresh.ask("POST", "/feedback", {
			request_id: json.request_id,
			actual: 250_000,
		});
		await fresh.service.log.close();
		expect(fresh.logged.predictions).toHaveLength(3);
		expect(fresh.logged.predictions[0]).toMatchObject({
			requestId: json.request_id,
			modelVersion: 7,
			input: house,
			output: { price: json.price },
		});
		expect(
			fresh.logged.predictions.map(({ requestId }) => requestId).slice(1),
		).toEqual(["many-0", "many-1"]);
		expect(fresh.logged.feedback).toMatchObject([
			{ requestId: json.request_id, actual: 250_000 },
		]);
	});

	it("feedback must name a prediction and a value of the target", async () => {
		const { status, json } = await realtor.ask("POST", "/feedback", {
			request_id: "",
			actual: "dear",
		});
		expect(status).toBe(422);
		expect(json.detail.map(({ field }: { field: string }) => field)).toEqual([
			"request_id",
			"actual",
		]);
		const classes = await diabetes.ask("POST", "/feedback", {
			request_id: "a",
			actual: "NO",
		});
		expect(classes.status).toBe(202);
	});
});

describe("which model is served", () => {
	it("follows the pointer, and swaps only a model that is loaded", async () => {
		const store = memoryObjects();
		const following = await testService({
			objects: store,
			dataset: "realtor",
			version: "production",
		});
		await storeModel(store, {
			dataset: "realtor",
			version: 1,
			production: true,
		});
		expect((await following.ask("POST", "/reload")).json).toMatchObject({
			model_version: 1,
			reloaded: true,
		});
		await writePointer(store, "realtor", 2);
		expect((await following.ask("POST", "/reload")).status).toBe(503);
		expect(
			(await following.ask("POST", "/predict", house)).json.model_version,
		).toBe(1);
		await storeModel(store, { dataset: "realtor", version: 2, size: 5 });
		await following.ask("GET", "/health");
		await expect
			.poll(
				async () => (await following.ask("GET", "/health")).json.model_version,
			)
			.toBe(2);
	});

	it("a pinned one stays, whatever is in production, and says so", async () => {
		const store = memoryObjects();
		await storeModel(store, {
			dataset: "realtor",
			version: 1,
			production: true,
		});
		const pinned = await testService({
			objects: store,
			dataset: "realtor",
			version: 1,
		});
		await storeModel(store, {
			dataset: "realtor",
			version: 2,
			production: true,
		});
		expect((await pinned.ask("POST", "/reload")).json).toMatchObject({
			model_version: 1,
			production_version: 2,
			pinned: true,
			reloaded: false,
		});
		expect((await pinned.ask("POST", "/predict", house)).json.model_stage).toBe(
			"Archived",
		);
	});

	it("a pinned one that is not there ends the start", async () => {
		await expect(
			testService({ objects, dataset: "realtor", version: 99 }),
		).rejects.toThrow("realtor/99/");
	});

	it("goes on answering while the store is away", async () => {
		const store = memoryObjects();
		await storeModel(store, {
			dataset: "realtor",
			version: 1,
			production: true,
		});
		const following = await testService({
			objects: store,
			dataset: "realtor",
			version: "production",
		});
		store.away = true;
		for (let i = 0; i < 3; i++)
			expect((await following.ask("POST", "/predict", house)).status).toBe(200);
	});
});
