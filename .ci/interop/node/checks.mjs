// The checks that every peer in JavaScript runs, in Node.js and in browsers.
//
// A peer opens connections: open(url) resolves to an object with
//   compressed, send(data), receive(), close(code, reason), closed (a promise of {code, reason}),
//   and, if there is an API for it, ping(bytes) and sendFragments(parts).
// Its codes are those that it may close with.

const SECONDS = 40;
const SIZES = [0, 1, 125, 126, 65535, 65536, 16 * 1024 * 1024];
const MESSAGES = 300;
export const CLOSES = [[1000, ""], [1000, "bye"], [1001, "away"], [3000, "library"], [4999, "ä".repeat(61)]];

const UNIT = "wsboot ä世🚀 ";
const UNIT_BYTES = 17;

class NoApi extends Error {
}

/** Text of exactly so many bytes in UTF-8. */
function text(size) {
    return UNIT.repeat(Math.floor(size / UNIT_BYTES)) + ".".repeat(size % UNIT_BYTES);
}

/** Bytes in which DEFLATE finds nothing to save: what repeats is further away than its window reaches. */
function bytes(size) {
    const block = new Uint8Array(64 * 1024);
    let state = 0x9e3779b9;
    for (let position = 0; position < block.length; position++) {
        state ^= state << 13;
        state ^= state >>> 17;
        state ^= state << 5;
        block[position] = state;
    }
    const result = new Uint8Array(size);
    for (let position = 0; position < size; position += block.length) {
        result.set(block.subarray(0, Math.min(block.length, size - position)), position);
    }
    return result;
}

function short(value) {
    const shown = value instanceof Uint8Array ? `${value.length} bytes` : JSON.stringify(value) ?? String(value);
    return shown.length <= 120 ? shown : `${shown.slice(0, 120)}… (${shown.length} characters)`;
}

function same(one, other) {
    if (!(one instanceof Uint8Array && other instanceof Uint8Array)) {
        return one === other;
    }
    return one.length === other.length && one.every((value, position) => value === other[position]);
}

function expect(actual, expected, what) {
    if (!same(actual, expected)) {
        throw new Error(`${what}: expected ${short(expected)}, got ${short(actual)}`);
    }
}

/** Opens a connection, uses it and closes it. */
async function withConnection({ peer, echo }, use) {
    const connection = await peer.open(echo);
    try {
        await use(connection);
    } finally {
        connection.close(1000, "");
    }
    expect((await connection.closed).code, 1000, "answer to close code 1000");
}

function comesBack(target, make, unit) {
    return withConnection(target, async (connection) => {
        for (const size of SIZES) {
            const sent = make(size);
            connection.send(sent);
            expect(await connection.receive(), sent, `echo of ${size} bytes of ${unit}`);
        }
    });
}

function manyMessages(target) {
    return withConnection(target, async (connection) => {
        const sent = Array.from({ length: MESSAGES }, (_, number) => `${number} ${text(number * 7)}`);
        sent.forEach((message) => connection.send(message));
        for (const message of sent) {
            expect(await connection.receive(), message, "the next of many messages");
        }
    });
}

function fragments(target) {
    return withConnection(target, async (connection) => {
        if (!connection.sendFragments) {
            throw new NoApi();
        }
        connection.sendFragments(["one ", "", "two ", "three 🚀"]);
        expect(await connection.receive(), "one two three 🚀", "echo of text in four fragments");
        connection.sendFragments([bytes(70000), new Uint8Array(0), bytes(1)]);
        const whole = new Uint8Array([...bytes(70000), ...bytes(1)]);
        expect(await connection.receive(), whole, "echo of bytes in three fragments");
    });
}

function pings(target) {
    return withConnection(target, async (connection) => {
        if (!connection.ping) {
            throw new NoApi();
        }
        for (const payload of [new Uint8Array(0), bytes(1), bytes(125)]) {
            expect(await connection.ping(payload), payload, `pong of ${payload.length} bytes`);
        }
    });
}

async function closesOfThePeer({ peer, echo }) {
    for (const [code, reason] of CLOSES.filter(([code]) => peer.mayClose(code))) {
        const connection = await peer.open(echo);
        connection.close(code, reason);
        expect((await connection.closed).code, code, `answer to close code ${code}`);
    }
}

async function closesOfTheServer({ peer, closing }) {
    for (const [code, reason] of CLOSES) {
        const connection = await peer.open(`${closing}?code=${code}&reason=${encodeURIComponent(reason)}`);
        const status = await connection.closed;
        expect(status.code, code, `close code of the server's ${code}`);
        expect(status.reason, reason, `reason of the server's ${code}`);
    }
}

function compression(target) {
    return withConnection(target, (connection) => {
        expect(connection.compressed ? "deflate" : "plain", target.expected, "compression");
    });
}

const CHECKS = [
    ["text comes back", (target) => comesBack(target, text, "text")],
    ["binary comes back", (target) => comesBack(target, bytes, "binary")],
    ["many messages keep their order", manyMessages],
    ["fragments are joined", fragments],
    ["pings are answered", pings],
    ["closes are echoed", closesOfThePeer],
    ["closes of the server arrive", closesOfTheServer],
    ["compression is as expected", compression],
];

async function inTime(promise) {
    let timer;
    const late = new Promise((_, reject) => {
        timer = setTimeout(() => reject(new Error(`not done within ${SECONDS} s`)), SECONDS * 1000);
    });
    try {
        await Promise.race([promise, late]);
    } finally {
        clearTimeout(timer);
    }
}

/** Runs every check, whatever the one before met; resolves to the number of failures. */
export async function run(target, print) {
    let failures = 0;
    print(`peer    ${target.peer.name}`);
    for (const [name, check] of CHECKS) {
        try {
            await inTime(check(target));
            print(`ok      ${name}`);
        } catch (fault) {
            if (fault instanceof NoApi) {
                print(`no api  ${name}`);
                continue;
            }
            failures++;
            print(`FAILED  ${name}: ${fault.message ?? fault}`);
        }
    }
    return failures;
}

/** The program of a peer in Node.js: PROGRAM ECHO CLOSING deflate|plain. */
export async function main(makePeer) {
    const [echo, closing, expected] = process.argv.slice(2);
    const peer = makePeer(expected === "deflate");
    process.exit(await run({ peer, echo, closing, expected }, console.log) ? 1 : 0);
}
