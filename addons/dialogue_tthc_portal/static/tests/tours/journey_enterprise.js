import {registry} from "@web/core/registry";

const SESSION = "Đối thoại với doanh nghiệp về nhãn hiệu";
const FILED = "Cấp lại giấy chứng nhận nhãn hiệu bị mất";
const ASKED_THERE = "Nộp hồ sơ đăng ký nhãn hiệu ở đâu?";
const ANSWERED_THERE = "Nộp tại Bộ phận Một cửa hoặc trực tuyến.";
const ANSWER = "Hồ sơ cấp lại gồm tờ khai và lệ phí, trả sau một tháng.";

registry.category("web_tour.tours").add("journey_enterprise_files", {
    steps: () => [
        {
            content: "From the page of the account",
            trigger: ".o_portal_index_card a[href='/my/feedback']",
            run: "click",
            expectUnloadPage: true,
        },
        {
            trigger: ".o_dialogue a[href='/my/feedback/new']",
            run: "click",
            expectUnloadPage: true,
        },
        {
            trigger: "#feedback_subject",
            run: `edit ${FILED}`,
        },
        {
            trigger: "#feedback_question",
            run: "edit Giấy chứng nhận bị mất khi chuyển trụ sở. Xin cấp lại thế nào?",
        },
        {
            trigger: "#feedback_kind_guidance",
            run: "click",
        },
        {
            trigger: "#feedback_session_id",
            run: `selectByLabel ${SESSION}`,
        },
        {
            trigger: ".o_dialogue_form .o_dialogue_send",
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "It has a page, and a code",
            trigger: `.o_dialogue h1:contains("${FILED}")`,
        },
        {
            content: "And a day by which we speak, counted out",
            trigger: ".o_dialogue details:has(.o_dialogue_ledger_days) summary",
            run: "click",
        },
        {trigger: ".o_dialogue .o_dialogue_ledger_days tbody tr:nth-child(2)"},
    ],
});

registry.category("web_tour.tours").add("journey_enterprise_reads_answer", {
    steps: () => [
        {
            trigger: `.o_dialogue_list a:contains("${FILED}")`,
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "The answer of the letter",
            trigger: `.o_dialogue_answer .o_dialogue_body:contains("${ANSWER}")`,
        },
        {
            trigger: ".breadcrumb a[href='/my/feedback']",
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "What it asked at the session stands beside it",
            trigger: `.o_dialogue_list a:contains("${ASKED_THERE}")`,
            run: "click",
            expectUnloadPage: true,
        },
        {
            trigger: `.o_dialogue_answer .o_dialogue_body:contains("${ANSWERED_THERE}")`,
        },
    ],
});
