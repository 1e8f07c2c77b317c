import {openMenu, patiently} from "./journey_steps";
import {registry} from "@web/core/registry";
import {rpc} from "@web/core/network/rpc";
import {user} from "@web/core/user";

const EXPECTED = ["on_spot: 1", "superior: 1", "written: 1"];

registry.category("web_tour.tours").add("journey_leader_reads_figures", {
    steps: () =>
        patiently([
            ...openMenu("dialogue_report_menu", "dialogue_feedback_report_menu"),
            {
                content: "One answered on the spot, one in writing, one gone up",
                trigger: ".o_pivot tbody tr:nth-child(4)",
                async run({queryAll}) {
                    const fields = await rpc(
                        "/web/dataset/call_kw/dialogue.feedback.report/fields_get",
                        {
                            model: "dialogue.feedback.report",
                            method: "fields_get",
                            args: [["outcome"], ["selection"]],
                            kwargs: {context: user.context},
                        },
                    );
                    const shown = [];
                    for (const row of queryAll(".o_pivot tbody tr")) {
                        const label = row.querySelector("th").textContent.trim();
                        const count = row.querySelector("td").textContent.trim();
                        for (const [outcome, word] of fields.outcome.selection) {
                            if (word === label) {
                                shown.push(`${outcome}: ${count}`);
                            }
                        }
                    }
                    if (shown.sort().join() !== EXPECTED.join()) {
                        throw new Error(`The pivot shows ${shown.join()}`);
                    }
                },
            },
        ]),
});
