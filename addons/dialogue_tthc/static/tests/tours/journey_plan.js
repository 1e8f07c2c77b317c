import {
    openMenu,
    openRow,
    paste,
    patiently,
    press,
    pressAction,
    setDate,
    standsAt,
    windowIsClosed,
} from "./journey_steps";
import {registry} from "@web/core/registry";

const TITLE = "Tổ chức tiếp xúc, đối thoại trực tiếp của Sở Khoa học và Công nghệ";

/**
 * The text of the plan, put there by the test: what a person has on the clipboard.
 *
 * @returns {Promise<String>}
 */
async function readSeed() {
    const response = await fetch("/journey/plan.txt");
    return response.text();
}

registry.category("web_tour.tours").add("journey_desk_imports_plan", {
    steps: () =>
        patiently([
            ...openMenu("dialogue_plan_menu_root", "dialogue_plan_import_menu"),
            paste("text", readSeed),
            press("action_read"),
            {
                content: "The window shows what was found, to be checked",
                trigger: ".modal .o_field_widget[name='name'] :is(input, textarea)",
                run() {
                    if (!this.anchor.value.startsWith(TITLE)) {
                        throw new Error(
                            `The title that was read: ${this.anchor.value}`,
                        );
                    }
                },
            },
            press("action_create_plan"),
            windowIsClosed(),
            standsAt("draft"),
            press("action_submit"),
            standsAt("submitted"),
        ]),
});

registry.category("web_tour.tours").add("journey_leader_issues_plan", {
    steps: () =>
        patiently([
            ...openMenu("dialogue_plan_menu_root", "dialogue_plan_menu"),
            ...openRow(TITLE),
            standsAt("submitted"),
            press("action_approve"),
            standsAt("approved"),
            ...pressAction("dialogue_plan_move_action"),
            // The plan of the paper was issued in March of its own year
            ...setDate("date", () => "31/03/2023"),
            press("action_apply"),
            windowIsClosed(),
            standsAt("issued"),
        ]),
});
