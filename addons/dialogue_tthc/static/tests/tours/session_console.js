import {registry} from "@web/core/registry";

const DESK = ".o_dialogue_console";
const FORM = `${DESK} .o_dialogue_console_form`;
const PATIENCE = 30000;
// Survives the reload in the middle of a tour
const CUT = "dialogue_console_test_cut";

const patiently = (steps) => steps.map((step) => ({timeout: PATIENCE, ...step}));

/** Lets acts and looks of the console fail as without a line, while it is cut. */
function watchLine() {
    if (watchLine.isWatching) {
        return;
    }
    watchLine.isWatching = true;
    const open = XMLHttpRequest.prototype.open;
    XMLHttpRequest.prototype.open = function (method, url, ...more) {
        const isCut = sessionStorage.getItem(CUT) && String(url).includes("console_");
        return open.call(this, method, isCut ? "http://127.0.0.1:1/" : url, ...more);
    };
}
if (sessionStorage.getItem(CUT)) {
    watchLine();
}

const setLine = (isCut) => ({
    content: isCut ? "The line is cut" : "The line is back",
    trigger: DESK,
    run() {
        if (isCut) {
            watchLine();
            sessionStorage.setItem(CUT, "1");
        } else {
            sessionStorage.removeItem(CUT);
        }
    },
});

/**
 * Takes one question down without touching the mouse.
 *
 * @param {Number} number
 * @returns {Object[]} steps
 */
function record(number) {
    return [
        {
            content: `Question ${number}: who asks`,
            trigger: `${FORM} input[name='speaker_name']:focus`,
            async run({edit}) {
                await edit(`Người hỏi ${number}`);
            },
        },
        {
            trigger: `${FORM} textarea[name='question']`,
            async run({edit, press}) {
                await edit(`Câu hỏi số ${number} về sở hữu trí tuệ?`);
                await press("Control+Enter");
            },
        },
        {
            content: "The form is empty for the next one",
            trigger: `${FORM} textarea[name='question']:value(/^$/)`,
        },
    ];
}

/** Chooses a day as from the browser's own calendar. */
function pickDay(input, day) {
    input.value = day;
    input.dispatchEvent(new Event("input", {bubbles: true}));
}

const TOUCHED =
    "button, a, select, textarea, [role='option'], label.btn, .o_dialogue_console_check," +
    "input:not([type='checkbox'], .btn-check)";

/** What a finger hits is 44 pixels wide and high, or larger. */
const touchable = {
    content: "Everything is large enough to touch",
    trigger: DESK,
    run() {
        const small = [...document.querySelectorAll(`${DESK} :is(${TOUCHED})`)]
            .map((part) => [part, part.getBoundingClientRect()])
            .filter(([, {width, height}]) => width && Math.min(width, height) < 44);
        if (small.length) {
            const [part, {width, height}] = small[0];
            throw new Error(`${width} x ${height}: ${part.outerHTML.slice(0, 200)}`);
        }
    },
};

const range = (from, to) => Array.from({length: to - from + 1}, (_, i) => from + i);

registry.category("web_tour.tours").add("session_console_records", {
    steps: () =>
        patiently([
            {trigger: `${FORM} input[name='speaker_name']`},
            ...range(1, 20).flatMap(record),
            {
                content: "All are sent",
                trigger: `${DESK} .o_dialogue_console_line[data-pending='0']`,
            },
            {
                content: "The last one stands on top",
                trigger: `${DESK} .o_dialogue_console_question:first:contains("Câu hỏi số 20")`,
            },
            touchable,
        ]),
});

registry.category("web_tour.tours").add("session_console_survives", {
    steps: () =>
        patiently([
            {trigger: `${FORM} input[name='speaker_name']`},
            setLine(true),
            ...range(1, 6).flatMap(record),
            {
                content: "All are kept and marked",
                trigger: `${DESK} .o_dialogue_console_line[data-pending='6'].text-bg-danger`,
            },
            {
                content: "The page is loaded again while the line is down",
                trigger: DESK,
                expectUnloadPage: true,
                run() {
                    window.location.reload();
                },
            },
            {
                content: "What was entered is still there",
                trigger: `${DESK} .o_dialogue_console_line[data-pending='6']`,
            },
            {
                trigger: `${DESK} .o_dialogue_console_pending:contains("số 1 về")`,
            },
            ...record(7),
            {trigger: `${DESK} .o_dialogue_console_line[data-pending='7']`},
            setLine(false),
            {
                content: "All has arrived",
                trigger: `${DESK} .o_dialogue_console_line[data-pending='0']`,
            },
            {trigger: `${FORM} input[name='speaker_name']`},
            setLine(true),
            ...range(8, 10).flatMap(record),
            {trigger: `${DESK} .o_dialogue_console_line[data-pending='3']`},
            setLine(false),
            {trigger: `${DESK} .o_dialogue_console_line[data-pending='0']`},
            {
                trigger: `${DESK} .o_dialogue_console_question:contains("số 10 về")`,
            },
        ]),
});

registry.category("web_tour.tours").add("session_console_mends", {
    steps: () =>
        patiently([
            {
                content: "What the server does not take stays, with the reason",
                trigger: `${FORM} input[name='speaker_name']`,
                async run({edit}) {
                    await edit("Bà Bình");
                },
            },
            {
                trigger: `${FORM} textarea[name='question']`,
                async run({edit}) {
                    await edit("Bao giờ trả kết quả sở hữu trí tuệ?");
                },
            },
            {
                content: "A day before the question",
                trigger: `${FORM} #console_due`,
                run() {
                    pickDay(this.anchor, "2000-01-01");
                },
            },
            {trigger: `${FORM} button[type='submit']`, run: "click"},
            {
                trigger: `${DESK} .o_dialogue_console_pending.border-danger button.btn-primary`,
                run: "click",
            },
            {
                trigger: `${FORM} textarea[name='question']:value(/^Bao giờ trả/)`,
            },
            {
                trigger: `${FORM} #console_due`,
                run() {
                    pickDay(this.anchor, "2099-01-15");
                },
            },
            {trigger: `${FORM} button[type='submit']`, run: "click"},
            {trigger: `${DESK} .o_dialogue_console_line[data-pending='0']`},
            {
                content: "Somebody raises a hand for the same",
                trigger: `${DESK} .o_dialogue_console_question button[name='hand']`,
                run: "click",
            },
            {trigger: `${DESK} .o_dialogue_console_question:contains("+1")`},
            {
                content: "Somebody comes without invitation",
                trigger: `${DESK} #console_check_in`,
                async run({edit}) {
                    await edit("Vừ Mí Sính");
                },
            },
            {
                trigger: `${DESK} #console_check_in`,
                async run({press}) {
                    await press("Enter");
                },
            },
            {
                trigger: `${DESK} .o_dialogue_console_person:contains("Vừ Mí Sính") button:has(.fa-hand-paper-o)`,
                run: "click",
            },
            touchable,
            {
                content: "They get the floor",
                trigger: `${DESK} ol li:contains("Vừ Mí Sính") button.btn-primary`,
                run: "click",
            },
            {
                trigger: `${DESK} section .fw-bold:contains("Vừ Mí Sính")`,
            },
            {trigger: `${DESK} .o_dialogue_console_line[data-pending='0']`},
        ]),
});

registry.category("web_tour.tours").add("session_screen_follows", {
    steps: () =>
        patiently([
            {trigger: ".o_dialogue_screen li:contains('Câu hỏi trên màn hình')"},
            {trigger: ".o_dialogue_screen_time"},
        ]),
});
