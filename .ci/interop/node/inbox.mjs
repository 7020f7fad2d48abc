// Messages in the order they came, for those who wait for the next one.

export class Inbox {
    #messages = [];
    #waiting = [];
    #fault = null;

    put(message) {
        const next = this.#waiting.shift();
        if (next) {
            next.resolve(message);
        } else {
            this.#messages.push(message);
        }
    }

    /** Nothing more will come: who waits for a message, now or later, is told why. */
    end(fault) {
        this.#fault = fault;
        this.#waiting.splice(0).forEach((next) => next.reject(fault));
    }

    take() {
        if (this.#messages.length) {
            return Promise.resolve(this.#messages.shift());
        }
        if (this.#fault) {
            return Promise.reject(this.#fault);
        }
        return new Promise((resolve, reject) => this.#waiting.push({ resolve, reject }));
    }
}
