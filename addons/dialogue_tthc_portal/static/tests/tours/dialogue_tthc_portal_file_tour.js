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
            trigger: ".o_dialogue_form .o_dialogue_send",
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
            content: "A field is found without diacritics",
            trigger: "#feedback_sector_id",
            run: "edit linh vuc de thu",
        },
        {
            trigger: "#feedback_sector_id_options [role='option']:only-child",
            run: "press Enter",
        },
        {
            trigger: "#feedback_sector_id_select:not(:visible)",
        },
        {
            content: "One more question, on the same page",
            trigger: ".o_dialogue_form button[name='add_question']",
            run: "click",
        },
        {
            trigger: "#feedback_subject_2",
            run: "edit Lệ phí là bao nhiêu?",
        },
        {
            trigger: "#feedback_question_2",
            run: "edit Trang một cửa không ghi.",
        },
        {
            trigger: ".o_dialogue_form .o_dialogue_send",
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
