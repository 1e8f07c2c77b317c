import {registry} from "@web/core/registry";

registry.category("web_tour.tours").add("dialogue_tthc_portal_file", {
    url: "/my/feedback",
    steps: () => [
        {
            content: "Nothing there yet: begin",
            trigger: ".o_dialogue a[href='/my/feedback/new']",
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "Forget the question",
            trigger: "#feedback_subject",
            run: "edit Bao lâu thì được cấp lại giấy phép?",
        },
        {
            trigger: "#feedback_kind_regulation",
            run: "click",
        },
        {
            trigger: "#feedback_is_name_hidden",
            run: "click",
        },
        {
            trigger: ".o_dialogue_form button[type='submit']",
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "Told what is missing, nothing lost",
            trigger: ".o_dialogue_errors a[href='#feedback_question']",
        },
        {
            trigger: "#feedback_kind_regulation:checked",
        },
        {
            trigger: "#feedback_question",
            run: "edit Giấy phép bị mất, nộp hồ sơ từ tháng 2.",
        },
        {
            trigger: "#feedback_sector_id",
            run: "selectByLabel Lĩnh vực để thử",
        },
        {
            trigger: ".o_dialogue_form button[type='submit']",
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "The case has its page",
            trigger: "h1:contains('Bao lâu thì được cấp lại giấy phép?')",
        },
        {
            trigger: ".o_dialogue_state:contains('Received')",
        },
    ],
});
