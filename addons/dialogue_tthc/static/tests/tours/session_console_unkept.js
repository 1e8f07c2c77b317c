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

const DIALOG = ".modal:not(.o_inactive_modal)";
const WARNING = `${DESK} .o_dialogue_console_unkept`;
const PLACE = "dialogue_console/";

const waiting = (count) => ({
    content: `${count} not sent`,
    trigger: `${DESK} .o_dialogue_console_line[data-pending='${count}']`,
});

const stays = [
    {
        content: "The way back asks first",
        trigger: `${DESK} header button:has(.fa-arrow-left)`,
        run: "click",
    },
    {trigger: `${DIALOG} .btn-primary`, run: "click"},
    {
        trigger: `body:not(:has(${DIALOG})) ${FORM} input[name='speaker_name']`,
        run: "click",
    },
];

registry.category("web_tour.tours").add("session_console_forbidden", {
    steps: () =>
        patiently([
            {trigger: `${FORM} input[name='speaker_name']:focus`},
            {trigger: `${DESK}:not(:has(.o_dialogue_console_unkept))`},
            setLine(true),
            ...range(1, 3).flatMap(record),
            waiting(3),
            {trigger: WARNING},
            ...stays,
            ...record(4),
            waiting(4),
            setLine(false),
            waiting(0),
            {trigger: `${DESK}:not(:has(.o_dialogue_console_unkept))`},
            {
                content: "Without a warning one leaves as always",
                trigger: `${DESK} header button:has(.fa-arrow-left)`,
                run: "click",
            },
            {trigger: ".o_form_view"},
        ]),
});

/** Lets the browser's storage be full for what the desk keeps, or empty again. */
const setFull = (isFull) => ({
    content: isFull ? "The storage is full" : "There is room again",
    trigger: DESK,
    run() {
        const {prototype} = Storage;
        setFull.real = setFull.real || prototype.setItem;
        prototype.setItem = function (slot, text) {
            if (isFull && slot.startsWith(PLACE)) {
                throw new DOMException("full", "QuotaExceededError");
            }
            return setFull.real.call(this, slot, text);
        };
    },
});

const keptSlots = () =>
    Object.keys(localStorage).filter(
        (slot) => slot.startsWith(PLACE) && slot.includes("/entry/"),
    );

const nothingIsLeft = {
    content: "Nothing that was sent stays in the browser",
    trigger: DESK,
    run() {
        if (keptSlots().length) {
            throw new Error(keptSlots().join());
        }
    },
};

/** Types one whole question that the server refuses: due before it was asked. */
const recordRefused = [
    {
        trigger: `${FORM} input[name='speaker_name']:focus`,
        async run({edit}) {
            await edit("Bà Bình");
        },
    },
    {
        trigger: `${FORM} textarea[name='question']`,
        async run({edit}) {
            await edit("Câu hỏi số 9 về sở hữu trí tuệ?");
        },
    },
    {
        trigger: `${FORM} #console_due`,
        run() {
            pickDay(this.anchor, "2000-01-01");
        },
    },
    {trigger: `${FORM} button[type='submit']`, run: "click"},
    {trigger: `${DESK} .o_dialogue_console_pending.border-danger`},
];

const mendRefused = [
    {
        trigger: `${DESK} .o_dialogue_console_pending.border-danger button.btn-primary`,
        run: "click",
    },
    {trigger: `${FORM} textarea[name='question']:value(/số 9 về/)`},
    {
        trigger: `${FORM} #console_due`,
        run() {
            pickDay(this.anchor, "2099-01-15");
        },
    },
    {trigger: `${FORM} button[type='submit']`, run: "click"},
];

registry.category("web_tour.tours").add("session_console_full", {
    steps: () =>
        patiently([
            {trigger: `${FORM} input[name='speaker_name']:focus`},
            ...recordRefused,
            setLine(true),
            ...record(1),
            waiting(2),
            setFull(true),
            ...range(2, 3).flatMap(record),
            waiting(4),
            {trigger: WARNING},
            ...stays,
            {
                content: "Mended, it counts as it is mended, also where it is not kept",
                trigger: DESK,
            },
            ...mendRefused,
            {trigger: `${DESK}:not(:has(.o_dialogue_console_pending.border-danger))`},
            waiting(4),
            setLine(false),
            waiting(0),
            {trigger: `${DESK}:not(:has(.o_dialogue_console_unkept))`},
            setFull(false),
            nothingIsLeft,
        ]),
});

const RELOAD = {
    content: "The page is loaded again",
    trigger: DESK,
    expectUnloadPage: true,
    run() {
        window.location.reload();
    },
};
const drop = {
    trigger: `${DESK} .o_dialogue_console_pending button.btn-light:last`,
    run: "click",
};

registry.category("web_tour.tours").add("session_console_drops", {
    steps: () =>
        patiently([
            {trigger: `${FORM} input[name='speaker_name']:focus`},
            ...recordRefused,
            drop,
            {
                content: "Only who says so drops it",
                trigger: `${DIALOG} .btn-secondary`,
                run: "click",
            },
            {
                trigger: `body:not(:has(${DIALOG})) .o_dialogue_console_pending:contains("số 9 về")`,
            },
            RELOAD,
            {trigger: `${DESK} .o_dialogue_console_pending:contains("số 9 về")`},
            drop,
            {trigger: `${DIALOG} .btn-primary`, run: "click"},
            {trigger: `${DESK}:not(:has(.o_dialogue_console_pending))`},
            waiting(0),
            nothingIsLeft,
            RELOAD,
            {trigger: `${FORM} input[name='speaker_name']:focus`},
            waiting(0),
        ]),
});

const HALF = [
    {
        content: "A question is half typed",
        trigger: `${FORM} input[name='speaker_name']:focus`,
        async run({edit}) {
            await edit("Vừ Mí Sính");
        },
    },
    {
        trigger: `${FORM} textarea[name='question']`,
        async run({edit}) {
            await edit("Câu hỏi số 7 mới gõ");
        },
    },
];
const halfIsBack = [
    {
        content: "The typed words are there again",
        trigger: `${FORM} textarea[name='question']:not([readonly]):value(/^Câu hỏi số 7 mới gõ$/)`,
    },
    {trigger: `${FORM} input[name='speaker_name']:value(/^Vừ Mí Sính$/)`},
];
const decide = (number) => [
    {
        content: `Question ${number} is decided`,
        trigger: `${DESK} .o_dialogue_console_question:contains("số ${number} chưa") button.btn-primary`,
        run: "click",
    },
    {trigger: `${FORM} textarea[name='question'][readonly]:value(/số ${number} chưa/)`},
];

registry.category("web_tour.tours").add("session_console_sets_aside", {
    steps: () =>
        patiently([
            ...HALF,
            ...decide(1),
            {content: "Another one first", trigger: DESK},
            ...decide(2),
            RELOAD,
            {trigger: `${FORM} textarea[name='question'][readonly]:value(/số 2 chưa/)`},
            {trigger: `${FORM} label[for='console_outcome_answered']`, run: "click"},
            {
                trigger: `${FORM} #console_answer`,
                async run({edit}) {
                    await edit("Trong 30 ngày.");
                },
            },
            {trigger: `${FORM} button[type='submit']`, run: "click"},
            ...halfIsBack,
            waiting(0),
            ...decide(1),
            {
                content: "Not decided after all",
                trigger: `${FORM} button.btn-light`,
                run: "click",
            },
            ...halfIsBack,
            {
                content: "It is typed to the end",
                trigger: `${FORM} textarea[name='question']`,
                async run({edit, press}) {
                    await edit("Câu hỏi số 7 đã gõ xong?");
                    await press("Control+Enter");
                },
            },
            waiting(0),
            ...recordRefused,
            ...HALF,
            ...mendRefused,
            ...halfIsBack,
            waiting(0),
        ]),
});
