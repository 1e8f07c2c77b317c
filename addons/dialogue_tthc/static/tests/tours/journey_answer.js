import {
    compose,
    openMenu,
    openRow,
    patiently,
    press,
    pressAction,
    select,
    standsAt,
    windowIsClosed,
    write,
} from "./journey_steps";
import {registry} from "@web/core/registry";

const FILED = "Cấp lại giấy chứng nhận nhãn hiệu bị mất";
// Third of the verdicts: resolved, will be done, guidance given
const GUIDED = 2;

registry.category("web_tour.tours").add("journey_specialist_drafts_answer", {
    steps: () =>
        patiently([
            ...openMenu("dialogue_feedback_menu", "dialogue_feedback_menu_mine"),
            ...openRow(FILED),
            // Why the answer is due on its day
            {trigger: ".o_dialogue_clock:first .o_dialogue_clock_why", run: "click"},
            {trigger: ".modal .o_dialogue_ledger_days tbody tr:nth-child(2)"},
            {trigger: ".modal .modal-header .btn-close", run: "click"},
            windowIsClosed(),
            press("action_start_draft"),
            standsAt("draft"),
            ...select("verdict", GUIDED),
            compose("body", "Hồ sơ cấp lại gồm tờ khai và lệ phí, trả sau một tháng."),
            write("legal_basis", "Điều 18 Nghị định 65/2023/NĐ-CP"),
            press("action_submit"),
            standsAt("review"),
        ]),
});

registry.category("web_tour.tours").add("journey_leader_issues_answer", {
    steps: () =>
        patiently([
            ...openMenu("dialogue_feedback_menu", "dialogue_answer_menu_review"),
            ...openRow(FILED),
            standsAt("review"),
            ...pressAction("dialogue_answer_issue_action"),
            press("action_apply"),
            windowIsClosed(),
            standsAt("issued"),
            // The report to the superior is sent
            ...openMenu("dialogue_feedback_menu", "dialogue_referral_menu"),
            ...openRow("UBND tỉnh Hà Giang"),
            ...pressAction("dialogue_referral_move_action_send"),
            press("action_apply"),
            windowIsClosed(),
            standsAt("sent"),
        ]),
});
