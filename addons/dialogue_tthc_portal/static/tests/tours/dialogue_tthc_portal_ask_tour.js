import {registry} from "@web/core/registry";

registry.category("web_tour.tours").add("dialogue_tthc_portal_ask", {
    steps: () => [
        {
            content: "The page is alive",
            trigger: "[role='combobox']#feedback_procedure_id",
        },
        {
            trigger: "#feedback_subject",
            run: "edit Bao lâu thì được cấp lại giấy phép?",
        },
        {
            trigger: "#feedback_question",
            run: "edit Giấy phép bị mất, nộp hồ sơ từ tháng 2.",
        },
        {
            content: "A second question, without another page",
            trigger: ".o_dialogue_form button[name='add_question']",
            run: "click",
        },
        {
            content: "The keyboard goes on in the new question",
            trigger: "#feedback_subject_2:focus",
            run: "edit Lệ phí là bao nhiêu?",
        },
        {
            trigger: "#feedback_question_2",
            run: "edit Trang một cửa không ghi.",
        },
        {
            content: "It is kept on the device",
            trigger: ".o_dialogue_saved:not(:empty)",
        },
        {
            content: "A person has no tax code to tell",
            trigger: "#feedback_petitioner_kind",
            run: "select citizen",
        },
        {
            trigger: ".o_dialogue_form:not(:has(#feedback_tax_code:visible))",
        },
        {
            trigger: "#feedback_name",
            run: "edit Lý Thị Mận",
        },
        {
            trigger: ".o_dialogue_form .o_dialogue_send",
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "Told what is missing, nothing lost",
            trigger: ".o_dialogue_errors a[href='#feedback_email']",
        },
        {
            trigger: "#feedback_question_2:value('Trang một cửa không ghi.')",
        },
        {
            trigger: "#feedback_ward",
            run: "edit Xã Vị Xuyên",
        },
        {
            trigger: "#feedback_province",
            run: "edit Tỉnh Hà Giang",
        },
        {
            trigger: "#feedback_email",
            run: "edit man@example.com",
        },
        {
            trigger: ".o_dialogue_form .o_dialogue_send",
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "One more step, and the device forgets what was typed",
            trigger: ".o_dialogue strong:contains('man@example.com')",
            run: () => {
                if (localStorage.getItem("dialogue_draft_ask")) {
                    throw new Error("what was sent is still kept on the device");
                }
            },
        },
    ],
});
