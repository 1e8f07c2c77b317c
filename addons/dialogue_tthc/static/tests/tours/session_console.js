import {
    DESK,
    FORM,
    patiently,
    pickDay,
    range,
    record,
    setLine,
} from "./session_console_steps";
import {registry} from "@web/core/registry";

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

registry.category("web_tour.tours").add("session_console_prepared", {
    steps: () =>
        patiently([
            {
                trigger: `${DESK} .o_dialogue_console_question:contains('Mất bao lâu') button.btn-primary`,
                run: "click",
            },
            {
                content: "What a division has ready is there as soon as it is wanted",
                trigger: `${FORM} label[for='console_outcome_answered']`,
                run: "click",
            },
            {trigger: `${FORM} textarea[name='answer']:value(/^Ba tháng\.$/)`},
            {trigger: `${FORM} .o_dialogue_console_prepared`},
            {
                content: "It can be changed",
                trigger: `${FORM} textarea[name='answer']`,
                async run({edit, press}) {
                    await edit("Bốn tháng.");
                    await press("Control+Enter");
                },
            },
            {trigger: `${DESK} .o_dialogue_console_line[data-pending='0']`},
            {
                trigger: `${DESK} .o_dialogue_console_question:contains('Mất bao lâu') .text-bg-success`,
            },
        ]),
});

registry.category("web_tour.tours").add("session_screen_follows", {
    steps: () =>
        patiently([
            {trigger: ".o_dialogue_screen li:contains('Câu hỏi trên màn hình')"},
            {trigger: ".o_dialogue_screen_time"},
        ]),
});
